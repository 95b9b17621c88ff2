/** In place of a page: why it cannot be shown, and a way to try again. */
export function NotShown({ why }: { why: string }) {
  return (
    <main class="narrow">
      <h1 tabIndex={-1}>Not shown</h1>
      <p role="alert">{why}</p>
      <button type="button" onClick={() => location.reload()}>
        Load it again
      </button>
    </main>
  );
}
