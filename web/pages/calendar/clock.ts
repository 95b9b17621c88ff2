/** In which zone times are shown, and when now is. */
export interface Clock {
  zone: string;
  now: number;
}
