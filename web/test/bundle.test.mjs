import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

// docs/decisions/0013: dist/ is committed, so that ./run needs no node. It must be what its sources say.
const root = fileURLToPath(new URL('..', import.meta.url));
const list = (folder) => readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  .map((each) => `${each.parentPath ?? each.path}/${each.name}`.slice(root.length + folder.length + 1)).sort();
const read = (folder, name) => readFileSync(`${root}${folder}/${name}`);

test('dist/ is what its sources give', () => {
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], { cwd: root, env: { ...process.env, BAIZE_WEB_OUT: 'build/bundle', NODE_ENV: 'production' } });
  const advice = 'web/dist is not what web/src and clients/js/src give: cd web && npm ci && npm run bundle, and commit it';
  assert.deepEqual(list('dist'), list('build/bundle'), advice);
  for (const name of list('dist')) assert.ok(read('dist', name).equals(read('build/bundle', name)), `${advice} (${name})`);
});

test('the scripts have less than 60 kB gzipped', () => {
  const size = list('dist').filter((name) => name.endsWith('.js')).reduce((sum, name) => sum + gzipSync(read('dist', name)).length, 0);
  assert.ok(size > 10_000 && size < 60_000, `${size} bytes`);
});

test('nothing in the page names another host', () => {
  const allowed = /^http:\/\/www\.w3\.org\//; // names of XML, never asked for
  for (const name of list('dist')) {
    const found = [...read('dist', name).toString('utf8').matchAll(/(?:https?:)?\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s"'`)]*/gi)].map(([url]) => url).filter((url) => !allowed.test(url));
    assert.deepEqual(found, [], name);
  }
});

test('the page has no inline script or style', () => {
  const html = read('dist', 'index.html').toString('utf8');
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/i);
  for (const [, attributes, body] of html.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) assert.ok(/\ssrc="\/assets\//.test(attributes) && body === '', attributes);
});

test('what comes from others is never taken for markup', () => {
  for (const name of list('src').filter((each) => /\.tsx?$/.test(each))) assert.doesNotMatch(read('src', name).toString('utf8'), /innerHTML|outerHTML|insertAdjacentHTML|document\.write/i, name);
});
