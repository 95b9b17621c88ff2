import type { Part } from './part.ts';

/** Where a set-up runs. */
export interface Place {
  /** A folder with the service files in `services/`; settings, data and logs go here too. */
  folder: string;
  /** Environment of everything that is started, which marks it as the run's. */
  environment: NodeJS.ProcessEnv;
}

/** Temporal, workers and APIs, ready to take releases, each of which may be killed. */
export interface Setup {
  /** In words, for whoever reads the run. */
  named: string;
  /** Base URLs of its APIs. */
  apis: string[];
  /** What may be killed and stopped. Several of one kind are several workers or APIs. */
  parts: Part[];
  /** Host and port of Temporal. */
  temporal: string;
  /** Folders of the archive's reports. */
  archive: string;
  /** The last lines that its daemons logged. */
  tail: () => Promise<string>;
  /** Ends all of it, however it stands. */
  stop(): Promise<void>;
}

/** Starts a set-up and waits until it is ready. Leaves nothing behind when that fails. */
export type StartSetup = (place: Place) => Promise<Setup>;
