import { styleText } from 'node:util';

/** The styles that the command uses. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Gives a text a style, or leaves it plain. */
export type Paint = (style: Style, text: string) => string;

/** No colour at all, for files, programs and tests. */
export const plainPaint: Paint = (_style, text) => text;

/** Colours where stdout is a terminal that takes them and NO_COLOR is not set. */
export const terminalPaint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });
