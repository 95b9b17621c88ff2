/** What is asked before an act. */
export interface Question {
  title: string;
  /** On the button that does it. */
  label: string;
  /** What will happen now, a paragraph each. */
  does: readonly string[];
  needsReason: boolean;
  /** It is above the role of whoever asks. */
  breaksGlass: boolean;
  /** It stops something, or gives up what was reached. */
  undoes?: boolean;
  /** What is still missing; absent where it can be done. */
  lacks?: string;
}
