// Finds the number of a check: SHA-256 of the salt and the number in decimal digits is known. Written out here, because
// browsers give theirs to https pages only, and it costs more to call than to compute.

const FIRST = new Int32Array([0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]);
const K = new Int32Array(
  (
    "428a2f98 71374491 b5c0fbcf e9b5dba5 3956c25b 59f111f1 923f82a4 ab1c5ed5 d807aa98 12835b01 243185be 550c7dc3 72be5d74 80deb1fe 9bdc06a7 c19bf174 " +
    "e49b69c1 efbe4786 0fc19dc6 240ca1cc 2de92c6f 4a7484aa 5cb0a9dc 76f988da 983e5152 a831c66d b00327c8 bf597fc7 c6e00bf3 d5a79147 06ca6351 14292967 " +
    "27b70a85 2e1b2138 4d2c6dfc 53380d13 650a7354 766a0abb 81c2c92e 92722c85 a2bfe8a1 a81a664b c24b8b70 c76c51a3 d192e819 d6990624 f40e3585 106aa070 " +
    "19a4c116 1e376c08 2748774c 34b0bcb5 391c0cb3 4ed8aa4a 5b9cca4f 682e6ff3 748f82ee 78a5636f 84c87814 8cc70208 90befffa a4506ceb bef9a3f7 c67178f2"
  )
    .split(" ")
    .map((word) => parseInt(word, 16)),
);

// The first number from `from` to before `to` that solves it; -1: none does. The text is one block: 55 bytes at most.
export function find({ salt, target }, from, to) {
  const wanted = target.match(/.{8}/g).map((word) => parseInt(word, 16) | 0);
  const block = new Uint8Array(64);
  const w = new Int32Array(64);
  for (let i = 0; i < salt.length; i++) block[i] = salt.charCodeAt(i);
  for (let number = from; number < to; number++) {
    fill(block, salt.length, String(number));
    if (digest(block, w, wanted)) return number;
  }
  return -1;
}

function fill(block, at, digits) {
  for (let i = 0; i < digits.length; i++) block[at++] = digits.charCodeAt(i);
  block[at] = 0x80;
  block.fill(0, at + 1, 62);
  block[62] = (at * 8) >> 8;
  block[63] = (at * 8) & 255;
}

function digest(block, w, wanted) {
  for (let i = 0; i < 16; i++) w[i] = (block[4 * i] << 24) | (block[4 * i + 1] << 16) | (block[4 * i + 2] << 8) | block[4 * i + 3];
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = FIRST;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  if (((a + FIRST[0]) | 0) !== wanted[0]) return false; // as all but one do
  return [a, b, c, d, e, f, g, h].every((word, i) => ((word + FIRST[i]) | 0) === wanted[i]);
}
