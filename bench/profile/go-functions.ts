import type { NamedRange } from './named-ranges.ts';

/** A section of a program's file. */
interface Part {
  address: number;
  offset: number;
  size: number;
}

/** The magic number of the table of functions, as Go has written it since 1.20. */
const MAGIC = 0xfffffff1;

/**
 * The functions of a Go program, by the table that its runtime uses for stack traces, which is there also where symbols
 * were taken out; none where the file is no such program. Their ranges are places in memory, or in the file where
 * `inFile` says so. Inlined functions are part of those that hold them. Pure.
 */
export function goFunctions(program: Buffer, inFile: boolean): NamedRange[] {
  const parts = partsOf(program);
  const [text, table] = [parts.get('.text'), parts.get('.gopclntab')];
  if (text === undefined || table === undefined) return [];
  const bytes = program.subarray(table.offset, table.offset + table.size);
  if (bytes.readUInt32LE(0) !== MAGIC) return [];
  const word = (index: number): number => Number(bytes.readBigUInt64LE(8 + 8 * index));
  const [count, names, functions] = [word(0), word(3), word(7)];
  // Since Go 1.26 the table no longer says where code begins.
  const begin = (word(2) === 0 ? text.address : word(2)) - (inFile ? text.address - text.offset : 0);
  return Array.from({ length: count }, (_, i) => {
    const entry = functions + 8 * i;
    const start = bytes.readUInt32LE(entry);
    const end = bytes.readUInt32LE(entry + 8);
    const described = functions + bytes.readUInt32LE(entry + 4);
    const name = textAt(bytes, names + bytes.readInt32LE(described + 4));
    return { start: begin + start, end: begin + end, name };
  });
}

/**
 * Whether addresses are places in the file: some versions of perf print those, others places in memory. No code lies in
 * memory before where it begins. Pure.
 */
export function areInFile(program: Buffer, addresses: readonly number[]): boolean {
  const begin = partsOf(program).get('.text')?.address ?? 0;
  return addresses.some((address) => address < begin);
}

/** The sections of an ELF file of 64 bits, by their names; none where it is no such file. */
function partsOf(program: Buffer): Map<string, Part> {
  const parts = new Map<string, Part>();
  if (program.length < 64 || program.readUInt32BE(0) !== 0x7f454c46) return parts;
  const long = (at: number): number => Number(program.readBigUInt64LE(at));
  const headers = long(0x28);
  const [size, count, ofNames] = [0x3a, 0x3c, 0x3e].map((at) => program.readUInt16LE(at));
  const at = (index: number): number => headers + (size ?? 0) * index;
  const names = long(at(ofNames ?? 0) + 0x18);
  for (let i = 0; i < (count ?? 0); i += 1) {
    const name = textAt(program, names + program.readUInt32LE(at(i)));
    parts.set(name, {
      address: long(at(i) + 0x10),
      offset: long(at(i) + 0x18),
      size: long(at(i) + 0x20),
    });
  }
  return parts;
}

/** The text that begins there and ends before the next zero. */
function textAt(bytes: Buffer, start: number): string {
  return bytes.toString('utf8', start, bytes.indexOf(0, start));
}
