// A transaction, card by card.
import * as nanotao from './nanotao/index.js';
import { element, find, live, value } from './elements.js';

const NAMES = { extrinsic: 'a signed extrinsic', payload: 'a signing payload', call: 'a call' };

/** Hex as people paste it: with or without 0x, quotes, and line breaks. */
function hexOf(selector) {
  const text = value(selector).replace(/^["']|["'],?$/g, '').replace(/\s+/g, '');
  return text === '' || text.startsWith('0x') ? text : `0x${text}`;
}

const genesis = () => (value('#network') === 'finney' ? nanotao.FINNEY : value('#genesis'));

/** Whether an extrinsic's signature is good, as far as what is known of its context tells. */
function signature(hex, specVersion) {
  const { account, signature: made, eraPeriod, hasMetadataHash } = nanotao.parseExtrinsic(hex);
  const birth = value('#birth');
  if (hasMetadataHash) return 'not checked: it signs a metadata hash';
  if (eraPeriod !== 0 && birth === '') return 'not checked: give the hash of its first block above';
  const context = { specVersion, genesisHash: genesis(), ...(birth !== '' && { blockHash: birth }) };
  const good = nanotao.verifyPayload(nanotao.extrinsicPayload(hex, context), account, made);
  return good ? `good, on ${value('#network') === 'finney' ? 'Bittensor mainnet' : 'that network'} at spec ${specVersion}` : 'BAD for this network, spec version and first block';
}

function payloadCards(hex) {
  const signer = value('#signer');
  const proof = hexOf('#proof') || null;
  const cards = new nanotao.Review(hex, signer || new Uint8Array(32), { proof }).cards();
  return signer ? cards : cards.map((card) => (card.label === 'Signer' ? { ...card, value: 'whoever signs it: give an address above' } : card));
}

const READERS = {
  extrinsic: (hex, spec) => [...nanotao.extrinsicCards(hex, spec), { label: 'Signature', value: signature(hex, spec) }],
  payload: payloadCards,
  call: nanotao.callCards,
};

function read(hex) {
  const chosen = value('#kind');
  const spec = Number(value('#spec'));
  if (chosen !== 'any') return [chosen, READERS[chosen](hex, spec)];
  const problems = [];
  for (const kind of Object.keys(READERS)) {
    try {
      return [kind, READERS[kind](hex, spec)];
    } catch (error) {
      problems.push(`as ${NAMES[kind]}: ${error.message}`);
    }
  }
  throw new Error(`It can not be read. ${problems.join(' — ')}`);
}

function show() {
  find('#other-network').hidden = value('#network') === 'finney';
  const hex = hexOf('#hex');
  if (hex === '') return;
  const [kind, cards] = read(hex);
  find('#read-kind').textContent = `This is ${NAMES[kind]}, in ${cards.length} cards:`;
  find('#cards').replaceChildren(
    ...cards.map(({ label, value: says }, at) =>
      element('div', [element('dt', label), element('dd', says)], { class: at === 0 ? 'first' : says.length > 60 ? 'long' : '' }),
    ),
  );
}

/** Made here, with the well-known key of every test. */
const EXAMPLES = {
  extrinsic() {
    const key = nanotao.Keypair.createFromUri('//Alice');
    const call = nanotao.addStakeCall('5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty', 8, 2_500_000_000n);
    return nanotao.signExtrinsic(nanotao.payload(call, { nonce: 7, specVersion: 475, tip: 1000 }), key);
  },
  payload() {
    const { uids, weights } = nanotao.quantise([0, 3, 7], [0.5, 0.25, 1]);
    return nanotao.payload(nanotao.setMechanismWeightsCall(8, 1, uids, weights, 0), { nonce: 7, specVersion: 475 });
  },
  call() {
    const inner = [
      nanotao.transferKeepAliveCall('5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty', 1_000_000_000n),
      nanotao.removeStakeCall('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY', 8, 5_000_000n),
    ];
    // Utility.batch_all: pallet, call, and how many.
    return Uint8Array.from([11, 2, ...nanotao.compactToU8a(inner.length), ...inner.flatMap((call) => [...call])]);
  },
};

export function startReading() {
  const clear = () => {
    find('#cards').replaceChildren();
    find('#read-kind').textContent = '';
  };
  const update = live('#read', '#hex', clear, show);
  for (const button of document.querySelectorAll('[data-example]')) {
    button.addEventListener('click', () => {
      find('#hex').value = nanotao.hex(EXAMPLES[button.dataset.example]());
      find('#kind').value = 'any';
      update();
    });
  }
}
