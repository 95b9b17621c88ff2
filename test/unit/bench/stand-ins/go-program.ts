/** The size of a header of a section, and how many there are: none, `.text`, `.gopclntab` and that of names. */
const [HEADER, HEADERS] = [64, 4];
const NAMES = '\0.text\0.gopclntab\0.shstrtab\0';

/**
 * A Go program for x86 without symbols, as the linker of Go 1.26 lays it out, with nothing in it but the table of its
 * functions, each of so many bytes. Its code begins at 0x401000 in memory, and at 0x1000 in the file.
 */
export function goProgram(functions: readonly string[], size: number): Buffer {
  const table = functionTable(functions, size);
  const [tableAt, namesAt] = [64, 64 + table.length];
  const headersAt = namesAt + NAMES.length;
  const elf = Buffer.alloc(headersAt + HEADER * HEADERS);
  elf.write('\x7fELF', 0, 'latin1');
  elf.writeBigUInt64LE(BigInt(headersAt), 0x28);
  elf.writeUInt16LE(HEADER, 0x3a);
  elf.writeUInt16LE(HEADERS, 0x3c);
  elf.writeUInt16LE(3, 0x3e);
  table.copy(elf, tableAt);
  elf.write(NAMES, namesAt, 'latin1');
  const section = (index: number, name: string, address: number, offset: number, length: number): void => {
    const at = headersAt + HEADER * index;
    elf.writeUInt32LE(NAMES.indexOf(name), at);
    elf.writeBigUInt64LE(BigInt(address), at + 0x10);
    elf.writeBigUInt64LE(BigInt(offset), at + 0x18);
    elf.writeBigUInt64LE(BigInt(length), at + 0x20);
  };
  section(1, '.text', 0x401000, 0x1000, functions.length * size);
  section(2, '.gopclntab', 0x500000, tableAt, table.length);
  section(3, '.shstrtab', 0, namesAt, NAMES.length);
  return elf;
}

/** A head, the names, then where each function begins and is described, and the descriptions. */
function functionTable(functions: readonly string[], size: number): Buffer {
  const names = Buffer.from(functions.map((name) => `${name}\0`).join(''));
  const namesAt = 72;
  const functionsAt = namesAt + names.length;
  const described = functions.length * 8 + 4;
  const table = Buffer.alloc(functionsAt + described + functions.length * 8);
  table.writeUInt32LE(0xfffffff1, 0);
  const head = [functions.length, 0, 0, namesAt, 0, 0, 0, functionsAt];
  head.forEach((word, i) => table.writeBigUInt64LE(BigInt(word), 8 + 8 * i));
  names.copy(table, namesAt);
  functions.forEach((name, i) => {
    const description = described + 8 * i;
    table.writeUInt32LE(i * size, functionsAt + 8 * i);
    table.writeUInt32LE(description, functionsAt + 8 * i + 4);
    table.writeUInt32LE(i * size, functionsAt + description);
    table.writeInt32LE(names.indexOf(`${name}\0`), functionsAt + description + 4);
  });
  table.writeUInt32LE(functions.length * size, functionsAt + functions.length * 8);
  return table;
}
