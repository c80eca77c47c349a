/** Keccak-256 as Ethereum and Monero use it: the padding of the competition, not that of SHA-3 (FIPS 202). */
export function keccak256(message: Uint8Array): Uint8Array {
  const state = new Uint32Array(50);
  const blocks = Math.floor(message.length / RATE) + 1;
  const padded = new Uint8Array(blocks * RATE);
  padded.set(message);
  padded[message.length] = 0x01;
  padded[padded.length - 1] = (padded[padded.length - 1] as number) | 0x80;
  const words = new DataView(padded.buffer);
  for (let block = 0; block < blocks; block++) {
    for (let word = 0; word < RATE / 4; word++) {
      state[word] = (state[word] as number) ^ words.getUint32(block * RATE + word * 4, true);
    }
    permute(state);
  }
  const out = new Uint8Array(32);
  const view = new DataView(out.buffer);
  for (let word = 0; word < 8; word++) view.setUint32(word * 4, state[word] as number, true);
  return out;
}

const RATE = 136;

/** Offsets of rho along the path of pi. */
const ROTATIONS = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
const LANES = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

/** Round constants as low and high words, from the LFSR of the specification. */
const CONSTANTS = roundConstants();

function roundConstants(): Uint32Array {
  const words = new Uint32Array(48);
  let register = 1;
  for (let round = 0; round < 24; round++) {
    for (let power = 0; power < 7; power++) {
      const bit = 2 ** power - 1;
      if ((register & 1) !== 0) {
        const word = round * 2 + (bit >> 5);
        words[word] = (words[word] as number) ^ (1 << (bit & 31));
      }
      register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1;
    }
  }
  return words;
}

const column = new Uint32Array(10);

function permute(state: Uint32Array): void {
  for (let round = 0; round < 24; round++) {
    theta(state);
    rhoPi(state);
    chi(state);
    state[0] = (state[0] as number) ^ (CONSTANTS[round * 2] as number);
    state[1] = (state[1] as number) ^ (CONSTANTS[round * 2 + 1] as number);
  }
}

function theta(state: Uint32Array): void {
  for (let word = 0; word < 10; word++) {
    column[word] =
      (state[word] as number) ^
      (state[word + 10] as number) ^
      (state[word + 20] as number) ^
      (state[word + 30] as number) ^
      (state[word + 40] as number);
  }
  for (let x = 0; x < 5; x++) {
    const left = ((x + 4) % 5) * 2;
    const right = ((x + 1) % 5) * 2;
    const low = column[right] as number;
    const high = column[right + 1] as number;
    const mixLow = (column[left] as number) ^ ((low << 1) | (high >>> 31));
    const mixHigh = (column[left + 1] as number) ^ ((high << 1) | (low >>> 31));
    for (let y = 0; y < 50; y += 10) {
      state[y + x * 2] = (state[y + x * 2] as number) ^ mixLow;
      state[y + x * 2 + 1] = (state[y + x * 2 + 1] as number) ^ mixHigh;
    }
  }
}

function rhoPi(state: Uint32Array): void {
  let low = state[2] as number;
  let high = state[3] as number;
  for (let step = 0; step < 24; step++) {
    const lane = (LANES[step] as number) * 2;
    const by = ROTATIONS[step] as number;
    const nextLow = state[lane] as number;
    const nextHigh = state[lane + 1] as number;
    const shift = by & 31;
    const a = by < 32 ? low : high;
    const b = by < 32 ? high : low;
    state[lane] = shift === 0 ? a : (a << shift) | (b >>> (32 - shift));
    state[lane + 1] = shift === 0 ? b : (b << shift) | (a >>> (32 - shift));
    low = nextLow;
    high = nextHigh;
  }
}

const row = new Uint32Array(10);

function chi(state: Uint32Array): void {
  for (let y = 0; y < 50; y += 10) {
    for (let word = 0; word < 10; word++) row[word] = state[y + word] as number;
    for (let word = 0; word < 10; word++) {
      state[y + word] =
        (row[word] as number) ^ (~(row[(word + 2) % 10] as number) & (row[(word + 4) % 10] as number));
    }
  }
}
