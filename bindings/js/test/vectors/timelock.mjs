// Timelocked commits that the official client's library made, opened with the beacon's signature.
import { timelock } from 'nanotao';
import { big, data, same } from './help.mjs';

function commit(one, { signature }) {
  const message = timelock.open(data(one.ciphertext), data(signature));
  const { hotkey, uids, values, versionKey } = timelock.parsePayload(message);
  return (
    same([hotkey, uids, values, versionKey], [data(one.hotkey), one.uids, one.weights, big(one.version_key)]) &&
    same(message, timelock.encodePayload(hotkey, uids, values, versionKey)) &&
    timelock.verifyBeacon(data(signature), big(one.reveal_round)) &&
    !timelock.verifyBeacon(data(signature), big(one.reveal_round) + 1n)
  );
}

export const TIMELOCK = [['clients/drand_decryptable.json', 'commits', commit]];
