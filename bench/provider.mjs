// The other side: npm's oidc-provider with its in-memory adapter, set up to answer what Vestibule answers.
// Started by the bench: node provider.mjs PORT, with the clients' secret in BENCH_SECRET.
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const port = Number(process.argv[2]);
const issuer = `http://localhost:${port}`;
const secret = process.env.BENCH_SECRET;
const resource = 'https://api.example.com/';
const redirect = 'https://app.example.com/callback';

const key = (kind, options, alg) => ({
  ...generateKeyPairSync(kind, options).privateKey.export({ format: 'jwk' }), alg, use: 'sig',
});
const algorithm = (client) => (client.clientId.endsWith('-eddsa') ? 'EdDSA' : 'RS256');
const app = (name, alg) => ({
  client_id: `app-${name}`, client_secret: secret, redirect_uris: [redirect], id_token_signed_response_alg: alg,
  grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'],
});
const machine = (name) => ({
  client_id: `machine-${name}`, client_secret: secret, redirect_uris: [], response_types: [], grant_types: ['client_credentials'],
});

const provider = new Provider(issuer, {
  jwks: { keys: [key('ed25519', {}, 'EdDSA'), key('rsa', { modulusLength: 2048 }, 'RS256')] },
  cookies: { keys: ['only for the bench'] },
  clients: [app('eddsa', 'EdDSA'), app('rs256', 'RS256'), machine('eddsa'), machine('rs256')],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'updated_at'] },
  pkce: { required: () => true },
  // Both sides give a refresh token with each code and a new one with each refresh.
  issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  ttl: { AccessToken: 600, ClientCredentials: 600, IdToken: 600, RefreshToken: 86400, Session: 86400, Grant: 86400, Interaction: 600 },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      // Tokens for a resource are JSON Web Tokens; without one they are opaque and open userinfo.
      getResourceServerInfo: (_, __, client) => ({
        scope: 'reports.read', accessTokenFormat: 'jwt', accessTokenTTL: 600, jwt: { sign: { alg: algorithm(client) } },
      }),
    },
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: async (_, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, email: `${id}@example.com`, email_verified: true, name: `Person ${id}`, updated_at: 1 }),
  }),
});

// Whoever comes is signed in and grants everything at once: the bench measures what comes after.
let people = 0;
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  const { params, session } = await provider.interactionDetails(ctx.req, ctx.res);
  const accountId = session?.accountId ?? `person-${(people += 1)}`;
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope('openid email profile');
  grant.addResourceScope(resource, 'reports.read');
  const result = { login: { accountId }, consent: { grantId: await grant.save() } };
  await provider.interactionFinished(ctx.req, ctx.res, result);
  ctx.respond = false;
});

provider.on('server_error', (_, error) => console.error(error));
provider.listen(port, '127.0.0.1');
