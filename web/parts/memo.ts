import { Component, h, type FunctionComponent } from 'preact';

/** A component that is drawn again only where what it is given looks different. */
export function memo<Props extends object>(
  draw: FunctionComponent<Props>,
  isSame: (before: Props, after: Props) => boolean,
): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      return !isSame(this.props, next);
    }

    override render() {
      return h(draw, this.props);
    }
  }
  return (props) => h(Memo, props);
}
