// Ed25519 signatures (RFC 8032) checked by the page itself: not every browser has them, none has them without TLS, and a
// page that checks the same way everywhere is the one that was tested. Checking holds no secret, so its time may vary.
"use strict";

const CardSignatures = (() => {
  const P = 2n ** 255n - 19n;
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
  const ROOT = 19681161376707505956807079304988542015446066515923890162744021073123829784752n; // of -1
  const BASE = point(15112221349535400772501151409588531511454012693041857206046113283949847762202n,
    46316835694926478169428394003475163141307993866256225615783033603165251855960n);

  const mod = (a, m = P) => ((a % m) + m) % m;
  function point(x, y) { return [x, y, 1n, (x * y) % P]; }

  function power(a, e) {
    let found = 1n;
    for (let base = mod(a); e > 0n; e >>= 1n, base = (base * base) % P) if (e & 1n) found = (found * base) % P;
    return found;
  }

  // Extended coordinates: X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z (RFC 8032, 5.1.4).
  function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
    const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2)), c = mod(2n * t1 * t2 * D), d = mod(2n * z1 * z2);
    const e = b - a, f = d - c, g = d + c, h = b + a;
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
  }

  function times(n, one) {
    let found = [0n, 1n, 1n, 0n];
    for (; n > 0n; n >>= 1n, one = add(one, one)) if (n & 1n) found = add(found, one);
    return found;
  }

  const same = ([x1, y1, z1], [x2, y2, z2]) => mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;

  const number = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n); // least byte first

  function opened(bytes) { // RFC 8032, 5.1.3
    const whole = number(bytes), y = whole & ((1n << 255n) - 1n), odd = whole >> 255n;
    if (y >= P) return null;
    const u = mod(y * y - 1n), v = mod(D * y * y + 1n);
    let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
    if (mod(v * x * x + u) === 0n) x = mod(x * ROOT);
    if (mod(v * x * x - u) !== 0n || (x === 0n && odd === 1n)) return null;
    return point((x & 1n) === odd ? x : P - x, y);
  }

  // SHA-512 (FIPS 180-4). Its constants are the first bits of the roots of primes, which are calculated here.
  const WORD = (1n << 64n) - 1n;
  function primes(count) {
    const found = [];
    for (let n = 2n; found.length < count; n++) if (found.every((one) => n % one)) found.push(n);
    return found;
  }
  function root(n, of) {
    let low = 0n, high = 1n << 80n;
    while (high - low > 1n) { const middle = (low + high) >> 1n; if (middle ** of <= n) low = middle; else high = middle; }
    return low;
  }
  const K = primes(80).map((one) => root(one << 192n, 3n) & WORD);
  const FIRST = primes(8).map((one) => root(one << 128n, 2n) & WORD);
  const turn = (x, n) => ((x >> n) | (x << (64n - n))) & WORD;

  function sha512(bytes) {
    const padded = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128);
    padded.set(bytes);
    padded[bytes.length] = 128;
    new DataView(padded.buffer).setUint32(padded.length - 4, bytes.length * 8);
    const view = new DataView(padded.buffer), sum = [...FIRST];
    for (let at = 0; at < padded.length; at += 128) {
      const w = [];
      for (let i = 0; i < 80; i++) {
        if (i < 16) { w.push(view.getBigUint64(at + 8 * i)); continue; }
        const a = w[i - 15], b = w[i - 2];
        w.push((w[i - 16] + (turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n)) + w[i - 7] + (turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n))) & WORD);
      }
      let [a, b, c, d, e, f, g, h] = sum;
      for (let i = 0; i < 80; i++) {
        const one = (h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & WORD & g)) + K[i] + w[i]) & WORD;
        const two = ((turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c))) & WORD;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & WORD, c, b, a, (one + two) & WORD];
      }
      [a, b, c, d, e, f, g, h].forEach((value, i) => { sum[i] = (sum[i] + value) & WORD; });
    }
    const out = new DataView(new ArrayBuffer(64));
    sum.forEach((value, i) => out.setBigUint64(8 * i, value));
    return new Uint8Array(out.buffer);
  }

  function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => { whole.set(part, at); return at + part.length; }, 0);
    return whole;
  }

  // Whether a signature of 64 bytes over the text is by the key whose public half is given.
  function verify(publicHalf, text, signature) {
    if (publicHalf.length !== 32 || signature.length !== 64) return false;
    const a = opened(publicHalf), r = opened(signature.slice(0, 32)), s = number(signature.slice(32));
    if (!a || !r || s >= L) return false;
    const k = number(sha512(joined(signature.slice(0, 32), publicHalf, text))) % L;
    return same(times(s, BASE), add(r, times(k, a)));
  }

  return { verify, sha512, joined };
})();
if (typeof module !== "undefined") module.exports = CardSignatures;
