import type { FastifySerializerCompiler } from 'fastify';

/**
 * Writes answers as JSON. The schemas of answers document them and are held by types: an answer of a newer
 * workflow is better shown than refused.
 */
export const serializeJson: FastifySerializerCompiler<unknown> = () => (data) => JSON.stringify(data);
