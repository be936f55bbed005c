// Registration by work, of spec 475 and the old faucet: against the chain.
import { registration } from 'nanotao';
import { big, data, refused, same } from './help.mjs';

const meets = (one) =>
  registration.hashMeetsDifficulty(data(one.hash ?? one.seal), big(one.difficulty)) === ('hash' in one ? one.out : one.meets);
const seal = (one) =>
  same(registration.createRegistrationSeal(one.netuid, data(one.block_hash), big(one.nonce), data(one.hotkey), data(one.coldkey)), data(one.seal));
const bounds = (one) => [big(one.difficulty), big(one.min), big(one.max)];
const effective = (one) => registration.effectiveDifficulty(...bounds(one)) === big(one.effective);
const bump = (one) => registration.bumpDifficulty(...bounds(one), big(one.burn_increase_mult_u64f64)) === big(one.after);
const decay = (one) => registration.decayDifficulty(...bounds(one), one.burn_half_life, big(one.current_block)) === big(one.after);
const factor = ([halfLife, made]) => registration.decayFactorQ32(halfLife) === big(made);

function trace(one) {
  let [difficulty, min, max] = bounds(one);
  return one.trace.every(([registrations, after], at) => {
    difficulty = registration.decayDifficulty(difficulty, min, max, one.burn_half_life, big(one.start_block) + BigInt(at));
    for (let made = 0; made < registrations; made += 1) {
      difficulty = registration.bumpDifficulty(difficulty, min, max, big(one.burn_increase_mult_u64f64));
    }
    return difficulty === big(after);
  });
}

const ERRORS = {
  REGISTRATION_NOT_PERMITTED_ON_ROOT_SUBNET: 'RegistrationNotPermittedOnRootSubnet',
  REGISTRATION_SUBNET_NOT_EXISTS: 'SubnetNotExists',
  REGISTRATION_DISABLED: 'SubNetRegistrationDisabled',
  REGISTRATION_HOT_KEY_ALREADY_REGISTERED: 'HotKeyAlreadyRegisteredInSubNet',
  REGISTRATION_NO_NEURON_ID_AVAILABLE: 'NoNeuronIdAvailable',
  REGISTRATION_TOO_MANY_THIS_BLOCK: 'TooManyRegistrationsThisBlock',
  REGISTRATION_INVALID_WORK_BLOCK: 'InvalidWorkBlock',
  REGISTRATION_INVALID_SEAL: 'InvalidSeal',
  REGISTRATION_INVALID_DIFFICULTY: 'InvalidDifficulty',
  REGISTRATION_NON_ASSOCIATED_COLD_KEY: 'NonAssociatedColdKey',
};

function check(one) {
  if (!/^(none|coldkey|other)$/.test(one.hotkey_owner)) return false;
  const coldkey = data(one.coldkey);
  const last = one.last_pow_registration_block;
  const status = refused(() =>
    registration.checkPowRegistration({
      netuid: one.netuid, maxAllowedUids: one.max_allowed_uids, workBlock: big(one.work_block), nonce: big(one.nonce), work: data(one.work),
      blockHash: one.block_hash === null ? new Uint8Array(32) : data(one.block_hash), hotkey: data(one.hotkey), coldkey,
      owner: { none: null, coldkey, other: coldkey.map((byte) => 255 - byte) }[one.hotkey_owner], currentBlock: big(one.current_block),
      difficulty: big(one.difficulty), minDifficulty: big(one.min_difficulty), maxDifficulty: big(one.max_difficulty),
      lastPowRegistrationBlock: last === null ? null : big(last), ownedHotkeys: 0, stakingHotkeys: 0,
      registrationsThisBlock: one.registrations_this_block, maxRegistrationsPerBlock: one.max_registrations_per_block,
      subnetExists: one.subnet_exists, registrationAllowed: true, powRegistrationAllowed: one.pow_registration_allowed,
      registered: one.hotkey_registered, isSubnetAccount: false,
    }),
  );
  return (status === undefined ? null : ERRORS[status]) === one.error;
}

function faucetSeal(one) {
  const [block, key] = [data(one.block_hash), data(one.key)];
  return (
    same(registration.hashBlockAndHotkey(block, key), data(one.hash_block_and_hotkey)) &&
    registration.hashHotkeyToU64(key) === big(one.hash_hotkey_to_u64) &&
    same(registration.createSealHash(block, big(one.nonce), key), data(one.seal))
  );
}

function faucetSolved(one) {
  const [block, key, difficulty] = [data(one.block_hash), data(one.key), big(one.difficulty)];
  for (let nonce = big(one.start_nonce); nonce <= big(one.nonce); nonce += 1n) {
    const made = registration.createSealHash(block, nonce, key);
    if (registration.hashMeetsDifficulty(made, difficulty)) return nonce === big(one.nonce) && same(made, data(one.work));
  }
  return false;
}

export const REGISTRATION = [
  ['chain/pow.json', 'seal', faucetSeal],
  ['chain/pow.json', 'difficulty', meets],
  ['chain/pow.json', 'solved', faucetSolved],
  ['chain475/pow_register.json', 'seal', seal],
  ['chain475/pow_register.json', 'difficulty', meets],
  ['chain475/pow_register.json', 'effective_difficulty', effective],
  ['chain475/pow_register.json', 'bump', bump],
  ['chain475/pow_register.json', 'decay', decay],
  ['chain475/pow_register.json', 'decay_factor_q32', factor],
  ['chain475/pow_register.json', 'trace', trace],
  ['chain475/pow_register.json', 'check', check],
];
