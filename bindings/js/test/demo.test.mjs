// The page in a real browser, served as any static server would: no network but its own files.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { Keypair, encodeCall, hash, hex, init, payload, quantise, setMechanismWeightsCall, transferKeepAliveCall } from 'nanotao';

const here = fileURLToPath(new URL('..', import.meta.url));
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

let browser;
let server;
let page;
const asked = [];
const problems = [];

/** The page's folder, with the package in `nanotao` as `cargo xtask js` puts it there. */
async function answer(request, response) {
  const path = normalize(new URL(request.url, 'http://here').pathname);
  const file = path.startsWith('/nanotao/') ? join(here, 'dist', path.slice(9)) : join(here, 'demo', path === '/' ? 'index.html' : path);
  try {
    const content = await readFile(file);
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}

before(async () => {
  await init();
  server = createServer(answer);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  browser = await chromium.launch({
    executablePath: process.env.NANOTAO_CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  page.on('request', (request) => asked.push(new URL(request.url()).protocol === 'data:' ? 'data:' : new URL(request.url()).host));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForSelector('html[data-ready=yes]', { timeout: 20_000 });
});

after(async () => {
  await browser?.close();
  server?.close();
});

const cards = async () => {
  const labels = await page.locator('#cards dt').allTextContents();
  const values = await page.locator('#cards dd').allTextContents();
  return Object.fromEntries(labels.map((label, at) => [label, values[at]]));
};
const table = async (selector) => {
  const rows = await page.locator(`${selector} tbody tr`).all();
  return Promise.all(rows.map((row) => row.locator('td').allTextContents()));
};

test('examples are decoded, and the signature is checked', async () => {
  await page.getByRole('button', { name: 'stake, signed' }).click();
  const stake = await cards();
  assert.equal(stake.Call, 'SubtensorModule.add_stake');
  assert.equal(stake.Signer, Keypair.createFromUri('//Alice').address);
  assert.equal(stake.Signature, 'good, on Bittensor mainnet at spec 475');
  await page.getByLabel('Network', { exact: true }).selectOption('another one');
  await page.getByLabel('Its genesis hash').fill(`0x${'11'.repeat(32)}`);
  assert.match((await cards()).Signature, /^BAD/);
  await page.getByLabel('Network', { exact: true }).selectOption('Bittensor mainnet');
  await page.getByRole('button', { name: 'a batch of calls' }).click();
  assert.equal((await cards()).Call, 'Utility.batch_all');
});

test('a pasted payload shows the same cards as anywhere else', async () => {
  const { uids, weights } = quantise([0, 3, 7], [0.5, 0.25, 1]);
  const made = Buffer.from(payload(setMechanismWeightsCall(8, 1, uids, weights, 0), { nonce: 7, specVersion: 475 })).toString('hex');
  await page.getByLabel('Extrinsic, payload or call').fill(` ${made.slice(0, 40)}\n${made.slice(40)} `);
  const shown = await cards();
  assert.deepEqual([shown.Call, shown['Network'], shown['weight 3']], ['SubtensorModule.set_mechanism_weights', 'Bittensor mainnet', 'uid 7: 57.1425% (65535)']);
  assert.match(shown.Signer, /^whoever signs it/);
});

test('a batch of many calls is read while one waits', async () => {
  const transfer = { encoded: transferKeepAliveCall(Keypair.createFromUri('//Alice').address, 1) };
  const batch = encodeCall(475, 'Utility', 'batch_all', [Array(800).fill(transfer)]);
  for (const [made, kind] of [[batch, 'a call'], [payload(batch, { nonce: 7, specVersion: 475 }), 'a signing payload']]) {
    const began = performance.now();
    await page.getByLabel('Extrinsic, payload or call').fill(hex(made));
    assert.match(await page.locator('#read-kind').textContent(), new RegExp(`^This is ${kind}, in 24\\d\\d cards:$`));
    // It is a second; card by card, it took 20.
    assert.ok(performance.now() - began < 10_000);
  }
});

test('a payload of another runtime is read by its proof', async () => {
  const { good } = JSON.parse(await readFile(join(here, '../../vectors/clients/rfc78.json'), 'utf8'));
  const one = good.find(({ name }) => name.includes('transfer')) ?? good[0];
  await page.getByLabel('What it is').selectOption('signing payload');
  await page.getByText('More that you know of it').click();
  await page.getByLabel('Extrinsic, payload or call').fill(one.payload);
  await page.getByLabel(/^Metadata proof/).fill(one.proof_js);
  assert.equal((await cards()).Call, one.name.split('#')[0]);
  await page.getByLabel(/^Metadata proof/).fill(one.proof_js.replace(/.{8}$/, '00000000'));
  assert.deepEqual(await cards(), {});
  assert.match(await page.locator('#read-error').textContent(), /; /);
  await page.getByLabel(/^Metadata proof/).fill('');
  await page.getByLabel('What it is').selectOption('find out');
});

test('what can not be read says why, and shows no cards', async () => {
  for (const bad of ['0x0', 'hello', '0x00', `0x${'ff'.repeat(100)}`, '0x0700<img src=x onerror=alert(1)>']) {
    await page.getByLabel('Extrinsic, payload or call').fill(bad);
    assert.match(await page.locator('#read-error').textContent(), /^It can not be read\. as a signed extrinsic: /);
    assert.deepEqual(await cards(), {});
  }
  await page.getByLabel('Extrinsic, payload or call').fill('');
  assert.equal(await page.locator('#read-error').textContent(), '');
});

test('scores become weights, and mistakes are shown by line', async () => {
  const rows = await table('#weights');
  assert.deepEqual(rows.map(([uid, weight]) => [uid, weight]), [['0', '26214'], ['1', '39321'], ['2', '65535'], ['9', '16384']]);
  await page.getByLabel('Uids and scores').fill('0 1\n1 x');
  assert.equal(await page.locator('#weigh-error').textContent(), 'Line 2 is not a uid and a score: 1 x');
  assert.deepEqual(await table('#weights'), []);
  await page.getByLabel('Uids and scores').fill('0 -1');
  assert.match(await page.locator('#weigh-error').textContent(), /a score is negative/);
  await page.getByLabel('Uids and scores').fill('0 0.2\n1 0.3\n2 0.5\n5 0\n9 0.125');
});

test('an epoch runs, and runs again when something changes', async () => {
  const incentive = async () => (await table('#results')).map((cells) => cells[2]);
  const first = await incentive();
  assert.equal(first.length, 7);
  // Only a quarter of the stake weighs miner 6: consensus clips it away.
  assert.equal(first[6], '0.00%');
  await page.getByLabel('Stake of validator 2').fill('200000');
  assert.notEqual((await incentive())[6], '0.00%');
  await page.getByLabel('Yuma 3').check();
  await page.getByLabel('Stake of validator 2').fill('lots');
  assert.equal(await page.locator('#epoch-error').textContent(), 'The stake of validator 2 has to be a number from 0 on');
  await page.getByLabel('Stake of validator 2').fill('25000');
  await page.getByLabel('Yuma 3').uncheck();
  assert.deepEqual(await incentive(), first);
});

test('everything can be reached and has a name', async () => {
  const unnamed = await page.$$eval('input, select, textarea', (fields) =>
    fields.filter((field) => (field.labels?.length ?? 0) === 0 && !field.getAttribute('aria-label')).map((field) => field.id),
  );
  assert.deepEqual(unnamed, []);
  assert.equal(await page.$$eval('table', (tables) => tables.every((one) => one.caption !== null)), true);
  await page.setViewportSize({ width: 380, height: 800 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  await page.setViewportSize({ width: 1100, height: 900 });
});

test('the page asks for nothing but its own files, and nothing went wrong', async () => {
  if (process.env.NANOTAO_SCREENSHOT) {
    await page.getByRole('button', { name: 'weights, to be signed' }).click();
    await page.screenshot({ path: process.env.NANOTAO_SCREENSHOT, fullPage: true });
  }
  assert.deepEqual([...new Set(asked)].filter((host) => host !== 'data:'), [`127.0.0.1:${server.address().port}`]);
  assert.deepEqual(problems, []);
  assert.equal(hash('twox_64', []).length, 8);
});
