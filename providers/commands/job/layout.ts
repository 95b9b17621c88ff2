import { join } from 'node:path';

/** Where the jobs of one lane are. */
export interface JobLayout {
  lane: string;
  /** The lane's own folder. */
  folder: string;
  /** The one job that has the lane; missing when none has. */
  current: string;
  /** Jobs that have ended, a folder each. */
  past: string;
}

/** What a job and its shell write, under a name of the job's own: what belongs to another job finds no place there. */
export interface JobFiles {
  folder: string;
  /** Made by the job's shell before the command begins. */
  claim: string;
  /** The exit status, made when the command has ended. */
  status: string;
  /** Why the command was ended, made before it is told to. */
  why: string;
  /** All output, or the errors alone where standard output is the answer. */
  log: string;
  answer: string;
}

/** The places of one lane: `DATA/commands/LANE/…`. */
export function jobLayout(dataFolder: string, lane: string): JobLayout {
  const folder = join(dataFolder, 'commands', lane);
  return { lane, folder, current: join(folder, 'current'), past: join(folder, 'past') };
}

/** The files of the job with this id in the folder of a job. */
export function jobFiles(folder: string, id: string): JobFiles {
  const own = join(folder, id.slice(-8));
  return {
    folder: own,
    claim: join(own, 'claim'),
    status: join(own, 'status'),
    why: join(own, 'why'),
    log: join(own, 'log'),
    answer: join(own, 'answer'),
  };
}
