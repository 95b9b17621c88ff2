import { quote, type Reading } from '../units.ts';
import { text } from './leaf.ts';

/** What an ARN of Elastic Load Balancing names, by the form of its last part. */
const FORMS = {
  listener: { form: 'listener/app/NAME/ID/ID', pattern: 'listener/app/[^/]+/[0-9a-f]+/[0-9a-f]+' },
  rule: {
    form: 'listener-rule/app/NAME/ID/ID/ID',
    pattern: 'listener-rule/app/[^/]+/[0-9a-f]+/[0-9a-f]+/[0-9a-f]+',
  },
  'target group': { form: 'targetgroup/NAME/ID', pattern: 'targetgroup/[^/]+/[0-9a-f]+' },
} as const;

/** An ARN of a listener, a rule or a target group of an Application Load Balancer. */
export function loadBalancingArn(what: keyof typeof FORMS, description: string) {
  const { form, pattern } = FORMS[what];
  const expected = `arn:aws:elasticloadbalancing:REGION:ACCOUNT:${form}`;
  const whole = `^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:${pattern}$`;
  const read = (input: string): Reading<string> =>
    new RegExp(whole).test(input)
      ? { value: input }
      : {
          refused: {
            message: `${quote(input)} is not the ARN of a ${what} of an application load balancer`,
            expected,
          },
        };
  return text(expected, read, { pattern: whole, description });
}

/** The region in an ARN. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
