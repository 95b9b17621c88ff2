/** Bodies that are no answer to anything. */
const bodies = [
  '',
  '<html><body><h1>502 Bad Gateway</h1></body></html>',
  '{"unexpected": tr',
  '{}',
  'null',
  '[[[[[',
  '\u0000\uFFFD\u0001 NaN Infinity 1e999',
  'traefik_service_requests_total{service="x",code="200"} NaN\n',
];

/** One of them, drawn by a number from 0 up to 1. */
export function garbage(draw: number): Buffer {
  return Buffer.from(bodies[Math.floor(draw * bodies.length)] ?? '');
}
