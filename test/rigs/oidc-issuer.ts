import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

type Claims = Record<string, unknown>;

/** An OpenID Connect issuer on this machine, with keys of its own. */
export interface OidcIssuer {
  /** Its `iss`. */
  url: string;
  /** How often its keys were asked for. */
  asked: () => number;
  /** A JWT of these claims for the audience `sluice`, which lasts for 5 minutes; `more` wins. */
  sign: (claims: Claims, more?: Claims) => Promise<string>;
  /** Signs with a new key from now on, and forgets the one before. */
  rotate: () => Promise<void>;
  /** Answers 500 from now on, or no more. */
  fail: (failing: boolean) => void;
  close: () => Promise<void>;
}

/** Starts one. */
export async function startOidcIssuer(): Promise<OidcIssuer> {
  let [number, asked, isFailing] = [1, 0, false];
  let pair = await generateKeyPair('RS256');
  let jwk = await exportJWK(pair.publicKey);
  const server = createServer((request, response) => {
    if (isFailing) {
      response.writeHead(500).end();
      return;
    }
    const isKeys = request.url === '/keys';
    if (isKeys) asked += 1;
    const keys = { keys: [{ ...jwk, kid: `k${number}`, alg: 'RS256', use: 'sig' }] };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isKeys ? keys : { issuer: url, jwks_uri: `${url}/keys` }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The issuer has no port.');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    asked: () => asked,
    sign: async (claims, more = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const whole = {
        iss: url,
        aud: 'sluice',
        sub: 'somebody',
        iat: now,
        exp: now + 300,
        ...claims,
        ...more,
      };
      return new SignJWT(whole).setProtectedHeader({ alg: 'RS256', kid: `k${number}` }).sign(pair.privateKey);
    },
    rotate: async () => {
      pair = await generateKeyPair('RS256');
      jwk = await exportJWK(pair.publicKey);
      number += 1;
    },
    fail: (failing) => {
      isFailing = failing;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
