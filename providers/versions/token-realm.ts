/**
 * The address of a registry's tokens, as its refusal names it; undefined where it names none. A login goes there, and
 * whoever answers as the registry may name any address: so it has to be https, except that a registry which is itself
 * asked by http may keep its tokens on its own host. Throws where it is anything else. Pure.
 */
export function tokenRealm(named: string | undefined, registry: string): URL | undefined {
  const realm = URL.parse(named ?? '');
  const own = URL.parse(registry);
  if (realm === null || own === null) return undefined;
  if (realm.protocol === 'https:') return realm;
  if (own.protocol === 'http:' && realm.protocol === 'http:' && realm.hostname === own.hostname) return realm;
  const allowed = own.protocol === 'http:' ? `https, or http on ${own.hostname} itself` : 'https';
  throw new Error(
    `${registry} says that its tokens are at ${realm.protocol}//${realm.host}, which is not asked, since a login would go there. Correct the realm in the registry's settings: it has to be ${allowed}.`,
  );
}
