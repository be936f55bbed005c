// The program that judges vectors: what no case can be counts as failed, and the others are judged.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'nanotao-vectors-'));
after(() => rmSync(folder, { recursive: true }));
for (const table of ['exceptions', 'refusals']) writeFileSync(join(folder, `${table}.json`), '{}');

/** What the program prints of a file, line by line, and how it ends. */
function judged(name, content) {
  const path = join(folder, 'file.json');
  writeFileSync(path, JSON.stringify(content));
  const { status, stdout } = spawnSync(process.execPath, [fileURLToPath(new URL('vectors.mjs', import.meta.url)), folder, name, path], { encoding: 'utf8' });
  return [status, stdout.replaceAll(path, 'FILE').split('\n').filter(Boolean)];
}

test('cases that are none fail one by one', () => {
  const good = { in: [1, 1], out: true };
  const part = { has_duplicate_uids: [5, null, 'x', [], good], check_length: 'x', is_self_weight: null };
  assert.deepEqual(judged('chain/weights.json', part), [1, ['FILE has_duplicate_uids 1 4', 'FILE is_self_weight 0 1', 'FILE check_length 0 1']]);
  assert.deepEqual(judged('chain/weights.json', { has_duplicate_uids: [good] }), [0, ['FILE has_duplicate_uids 1 0']]);
  assert.deepEqual(judged('chain/calls.json', { cases: [5, null, 'x'] }), [1, ['FILE cases 0 3']]);
  assert.deepEqual(judged('chain/math.json', { functions: [{ fn: 'checked_add', cases: [5, null, 'x'] }, { fn: 'checked_add', cases: 5 }, null] }), [1, ['FILE functions 0 5']]);
  for (const none of [null, 5, []]) assert.deepEqual(judged('chain/calls.json', none), [0, []]);
});
