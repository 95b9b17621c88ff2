import type { Sources } from './sources.ts';

const mostLines = 350;
const saysNothing = /^(utils?|helpers?|misc|common|shared|stuff)$/;

/** A sentence for each file that is too long, or whose path names no thing. */
export function shapeViolations(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    const violations: string[] = [];
    const lines = text.trimEnd().split('\n').length;
    if (lines > mostLines)
      violations.push(`${path} has ${lines} lines: ${mostLines} is the most, divide it.`);
    const word = path.split(/[/.]/).find((part) => saysNothing.test(part));
    if (word) violations.push(`${path} is named "${word}": name it for what it holds.`);
    return violations;
  });
}
