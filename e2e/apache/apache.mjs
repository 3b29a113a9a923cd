// Debian's Apache with mod_auth_openidc as a relying party that nobody of this project wrote. Everything it
// knows of the hub comes from discovery; it runs beside the system's own Apache, from a folder of its own.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePorts, scratchFolder, start, answers } from '../bench/program.mjs';

const APACHE = '/usr/sbin/apache2';
const MODULES = '/usr/lib/apache2/modules';

/** Why Apache cannot be used here, or null. */
export function missing() {
  if (!existsSync(APACHE)) return "Debian's apache2 is not there";
  if (!existsSync(`${MODULES}/mod_auth_openidc.so`)) return "Debian's libapache2-mod-auth-openidc is not there";
  return null;
}

// A page that says what the server was told about the person; server-side includes, so no program is needed.
// The encoding is set before each value, so that a claim is shown as text whatever it holds.
const CLAIMS = ['sub', 'name', 'email', 'email_verified', 'preferred_username', 'iss', 'aud', 'acr', 'amr', 'sid', 'auth_time'];
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Protected page</title></head><body><main>
<h1>Protected page</h1><p>Person: <b id="remote_user"><!--#echo encoding="entity" var="REMOTE_USER" --></b></p><dl>
${CLAIMS.map((name) => `<dt>${name}</dt><dd id="${name}"><!--#echo encoding="entity" var="OIDC_CLAIM_${name}" --></dd>`).join('\n')}
</dl></main></body></html>
`;

const quoted = (text) => `"${text.replace(/[\\"]/g, '\\$&')}"`;

function settings({ folder, port, issuer, client, asRoot, passphrase }) {
  const load = [
    'mpm_event', 'authn_core', 'authz_core', 'authz_user', 'dir', 'include', 'mime', 'unixd', 'log_config', 'auth_openidc',
  ].filter((name) => existsSync(`${MODULES}/mod_${name}.so`));
  return `
${load.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
ServerRoot ${folder}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
Mutex file:${folder}/run default
DefaultRuntimeDir ${folder}/run
${asRoot ? 'User www-data\nGroup www-data' : ''}
StartServers 1
MinSpareThreads 4
MaxSpareThreads 8
ThreadsPerChild 8
MaxRequestWorkers 8
ErrorLog ${folder}/error.log
LogLevel warn auth_openidc:info
DocumentRoot ${folder}/pages
TypesConfig /dev/null
AddType text/html .shtml
AddOutputFilter INCLUDES .shtml
DirectoryIndex index.shtml

OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID ${quoted(client.client_id)}
OIDCClientSecret ${quoted(client.client_secret)}
OIDCRedirectURI http://127.0.0.1:${port}/oidc/callback
OIDCCryptoPassphrase ${quoted(passphrase)}
OIDCScope "openid profile email"
OIDCPKCEMethod S256
OIDCSessionType server-cache
OIDCCacheType shm
OIDCCookieSameSite On

<Directory ${folder}/pages>
  Options +Includes
</Directory>
<Location />
  AuthType openid-connect
  Require valid-user
</Location>
`;
}

/** A port for Apache and the addresses that its client is registered with. */
export async function place() {
  const port = await freePorts();
  const site = `http://127.0.0.1:${port}`;
  return {
    port,
    site,
    redirectUri: `${site}/oidc/callback`,
    backchannelLogoutUri: `${site}/oidc/callback?logout=backchannel`,
  };
}

/** Starts Apache at `place`, for the hub at `issuer`, as `client` ({ client_id, client_secret }). */
export async function startApache({ port, site }, issuer, client) {
  const { folder, remove } = scratchFolder('apache');
  const asRoot = process.getuid() === 0;
  mkdirSync(path.join(folder, 'pages'));
  mkdirSync(path.join(folder, 'run'));
  writeFileSync(path.join(folder, 'pages/index.shtml'), PAGE);
  writeFileSync(path.join(folder, 'apache.conf'), settings({
    folder, port, issuer, client, asRoot, passphrase: 'only for this run, of one machine with itself',
  }));
  chmodSync(folder, 0o755);
  if (asRoot) execFileSync('chown', ['-R', 'www-data:www-data', path.join(folder, 'run')]);
  const log = () => (existsSync(`${folder}/error.log`) ? readFileSync(`${folder}/error.log`, 'utf8') : '');
  try {
    const program = await start(APACHE, ['-d', folder, '-f', 'apache.conf', '-D', 'FOREGROUND'], () => answers(site), { limit: 20_000 });
    return {
      log,
      stop: async () => {
        await program.stop();
        remove();
      },
    };
  } catch (error) {
    const said = log();
    remove();
    throw new Error(`Apache did not start\n${said}`, { cause: error });
  }
}
