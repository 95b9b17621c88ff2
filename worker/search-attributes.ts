import {
  sluiceEnvironment,
  sluiceOutcome,
  sluicePhase,
  sluiceService,
  sluiceVersion,
} from '../workflows/search-attributes.ts';

/** The search attributes that Sluice's workflows set; each is a Keyword. */
export const searchAttributeNames: readonly string[] = [
  sluiceService,
  sluiceEnvironment,
  sluiceVersion,
  sluicePhase,
  sluiceOutcome,
].map((key) => key.name);
