// The phone of the person: reads the QR picture off the screen and makes codes (RFC 6238), without a line
// of the product's code.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { pause } from './program.mjs';

const STEP = 30;

function fromBase32(text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const letter of text.toUpperCase().replace(/[\s=]/g, '')) {
    const value = alphabet.indexOf(letter);
    assert.ok(value >= 0, `${letter} is not base32`);
    bits += value.toString(2).padStart(5, '0');
  }
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

function codeAt(secret, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest[digest.length - 1] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** What the QR code in a picture says, from PNG bytes. */
export function readPicture(png) {
  const { data, width, height } = PNG.sync.read(png);
  const found = jsqr(new Uint8ClampedArray(data), width, height);
  assert.ok(found, 'no QR code could be read in the picture');
  return found.data;
}

export class Authenticator {
  /** From the secret as people type it. */
  constructor(secret) {
    this.secret = fromBase32(secret);
    this.used = 0;
  }

  /** From a picture of the enrolment page's code, as PNG bytes. */
  static scan(png) {
    const address = new URL(readPicture(png));
    assert.equal(address.protocol, 'otpauth:');
    assert.equal(address.host, 'totp');
    const says = address.searchParams;
    assert.equal(says.get('digits') ?? '6', '6');
    assert.equal(says.get('period') ?? '30', '30');
    assert.equal((says.get('algorithm') ?? 'SHA1').toUpperCase(), 'SHA1');
    const one = new Authenticator(says.get('secret'));
    one.issuer = says.get('issuer');
    one.label = decodeURIComponent(address.pathname.replace(/^\//, ''));
    return one;
  }

  now() {
    return Math.floor(Date.now() / 1000 / STEP);
  }

  /**
   * A code that was not used before. The hub takes the step before and the one after as well, so the next
   * step's code can be typed at once; for one more the person has to wait, as with a phone.
   */
  async next() {
    while (this.used > this.now()) await pause(500);
    const step = this.used === this.now() ? this.now() + 1 : this.now();
    this.used = step;
    return codeAt(this.secret, step);
  }

  /** The code that was typed last, once more. */
  again() {
    return codeAt(this.secret, this.used);
  }

  /** Six digits that are wrong now, a step ago and a step ahead. */
  wrong() {
    const near = [-2, -1, 0, 1, 2].map((offset) => codeAt(this.secret, this.now() + offset));
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code));
  }
}
