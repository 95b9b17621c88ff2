import { roughly, share } from '../../../cli/figures.ts';
import { coursePlot, type CoursePlot } from './course-plot.ts';
import type { Stretch } from './course.ts';

/** The weight over time with a good version, drawn and as a table. */
export function Course({ course }: { course: readonly Stretch[] }) {
  const plot = coursePlot(course);
  if (course.length === 0) return null;
  return (
    <section class="course" aria-labelledby="course-title">
      <h2 id="course-title">Weight over time, if it is good</h2>
      {plot === undefined ? null : <Plot plot={plot} />}
      <table class="course-table">
        <thead>
          <tr>
            <th scope="col">weight</th>
            <th scope="col">after</th>
            <th scope="col">for</th>
            <th scope="col">what happens</th>
          </tr>
        </thead>
        <tbody>
          {course.map((each) => (
            <tr key={`${each.from} ${each.share}`}>
              <th scope="row">{share(each.share)}</th>
              <td>{each.from === 0 ? '0' : roughly(each.from)}</td>
              <td>{each.to === each.from ? '–' : roughly(each.to - each.from)}</td>
              <td class={each.end === 'goes on' ? undefined : 'tone-ask'}>
                {each.end === 'goes on' ? '' : '! '}
                {each.said}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Plot({ plot: { line, area, weights, stops, times } }: { plot: CoursePlot }) {
  return (
    <div class="course-plot" aria-hidden="true">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none">
        {times.map(({ x }) => (
          <path key={x} class="course-grid" d={`M${x} 0V100`} />
        ))}
        <path class="course-area" d={area} />
        <path class="course-line" d={line} />
      </svg>
      {weights.map(({ x, y, text }) => (
        <span
          key={`${x} ${y}`}
          class={`course-weight${x > 88 ? ' to-the-left' : ''}`}
          style={{ left: `${x}%`, bottom: `${y}%` }}
        >
          {text}
        </span>
      ))}
      {stops.map(({ x, y }) => (
        <span key={`${x} ${y}`} class="course-stop" style={{ left: `${x}%`, bottom: `${y}%` }}>
          !
        </span>
      ))}
      {times.map(({ x, text }) => (
        <span key={x} class="course-time" style={{ left: `${x}%` }}>
          {text}
        </span>
      ))}
    </div>
  );
}
