import { ClientFailure } from '../../api/client/failure.ts';

const tries = 5;

/** Repeats an act that no worker has answered within the API's 5 s: it is safe to repeat, and a machine may be busy. */
export async function repeated<T>(act: () => Promise<T>): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await act();
    } catch (error) {
      const late = error instanceof ClientFailure && error.code === 'worker_unavailable';
      if (!late || number === tries) throw error;
    }
  }
}
