/** What a daemon shows, of the scrape job that was chosen. */
export const DAEMONS = 'job="$job"';

/** The same of the lanes that were chosen. */
export const LANES = `${DAEMONS}, lane=~"$service[.]$environment"`;

/** The same of the one release that was chosen. */
export const RELEASE_CHOSEN = `${DAEMONS}, release="$release"`;
