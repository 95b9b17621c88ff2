import { expect, test } from 'vitest';
import { readDocument } from '../../../config/document.ts';
import { readSettings } from '../../../config/settings.ts';

test.each([
  ['https://sluice.example.com', 'https://sluice.example.com'],
  ['https://Sluice.example.com:443/', 'https://sluice.example.com'],
  ['https://ops.example.com/tools/sluice/', 'https://ops.example.com/tools/sluice'],
  ['http://127.0.0.1:7600', 'http://127.0.0.1:7600'],
])('publicUrl %s, which needs nothing beside it, is %s', (written, read) => {
  const document = readDocument('sluice.yaml', new TextEncoder().encode(`publicUrl: ${written}`));
  const loaded = 'value' in document ? readSettings(document.value) : document;
  expect('value' in loaded && loaded.value.publicUrl).toBe(read);
});
