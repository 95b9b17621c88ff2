/** A time of day as people here read it, with the day where that is another one; the exact one in UTC on pointing. */
export function Moment({ at }: { at: number }) {
  const date = new Date(at);
  const day = new Date().toDateString() === date.toDateString() ? '' : `${DAY.format(date)} `;
  const iso = date.toISOString();
  return (
    <time dateTime={iso} title={iso}>
      {day}
      {TIME.format(date)}
    </time>
  );
}

const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
