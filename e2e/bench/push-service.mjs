// A push service in memory, and a browser's keys at it. It opens what arrives with WebCrypto alone, by RFC 8291 and
// RFC 8188 as they are written, and verifies who sent it by RFC 8292: nothing of the hub's own code judges it.
import { createServer } from 'node:http';
import { webcrypto } from 'node:crypto';

const { subtle } = webcrypto;
const text = (bytes) => Buffer.from(bytes).toString('base64url');
const bytes = (encoded) => Buffer.from(encoded, 'base64url');
const P256 = { name: 'ECDH', namedCurve: 'P-256' };

async function derive(salt, secret, info, length) {
  const key = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  return Buffer.from(await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8));
}

/** Opens an `aes128gcm` body for a browser's keys. */
async function open(body, own, point, auth) {
  const salt = body.subarray(0, 16);
  const record = body.readUInt32BE(16);
  const sender = body.subarray(21, 21 + body[20]);
  const sealed = body.subarray(21 + body[20]);
  if (sealed.length > record) throw new Error('more than one record');
  const theirs = await subtle.importKey('raw', sender, P256, false, []);
  const shared = Buffer.from(await subtle.deriveBits({ name: 'ECDH', public: theirs }, own, 256));
  const input = await derive(auth, shared, Buffer.concat([Buffer.from('WebPush: info\0'), point, sender]), 32);
  const key = await derive(salt, input, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const iv = await derive(salt, input, Buffer.from('Content-Encoding: nonce\0'), 12);
  const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  const padded = Buffer.from(await subtle.decrypt({ name: 'AES-GCM', iv }, aes, sealed));
  const end = padded.lastIndexOf(2);
  if (end < 0) throw new Error('no mark of the last record');
  return padded.subarray(0, end).toString();
}

/** The claims of a `vapid` header, once its signature was verified with the key beside it. */
async function sender(header) {
  const [, token, key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(header) ?? [];
  const [head, claims, signature] = token.split('.');
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const verifying = await subtle.importKey('raw', bytes(key), ecdsa, false, ['verify']);
  const good = await subtle.verify(ecdsa, verifying, bytes(signature), Buffer.from(`${head}.${claims}`));
  if (!good || JSON.parse(bytes(head)).alg !== 'ES256') throw new Error('not signed by the key that it names');
  return { ...JSON.parse(bytes(claims)), key };
}

/** Starts the service: `subscription` for a browser, `woken` with what arrived, `stop()`. */
export async function pushService() {
  const pair = await subtle.generateKey(P256, false, ['deriveBits']);
  const point = Buffer.from(await subtle.exportKey('raw', pair.publicKey));
  const auth = Buffer.from(webcrypto.getRandomValues(new Uint8Array(16)));
  const woken = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    try {
      woken.push({
        headers: request.headers,
        message: await open(Buffer.concat(parts), pair.privateKey, point, auth),
        sender: await sender(request.headers.authorization),
      });
      response.writeHead(201).end();
    } catch (fault) {
      woken.push({ fault });
      response.writeHead(400).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    woken,
    subscription: { endpoint: `${origin}/wake/1`, keys: { p256dh: text(point), auth: text(auth) } },
    stop: () => new Promise((done) => server.close(done)),
  };
}
