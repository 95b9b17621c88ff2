/** In which zone times are shown, and when now is. */
export interface Clock {
  zone: string;
  now: number;
}

/** The zone of the browser. */
export const OWN_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;
