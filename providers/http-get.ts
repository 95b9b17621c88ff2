import { httpRequest, type HttpAnswer, type HttpOptions } from './http-request.ts';

/** GETs a URL without headers of its own; limits and errors are those of `httpRequest`. */
export function httpGet(url: string, options: HttpOptions): Promise<HttpAnswer> {
  return httpRequest({ method: 'GET', url }, options);
}
