import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { play } from './support/scenario.mjs';

const folder = new URL('../../../tests/clients/scenarios/', import.meta.url);

const read = (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const begin = read('begin.json');

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'begin.json').sort()) {
  for (const scenario of read(file)) test(`${file}: ${scenario.name}`, () => play(scenario, begin));
}
