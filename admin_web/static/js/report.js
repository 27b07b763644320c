/** A report that is being made: look again until it is ready, slower and slower, and then show it. */
const place = document.querySelector("[data-report-now]");
let wait = 1000;

async function look() {
  try {
    const answer = await fetch(place.dataset.reportNow, { headers: { "X-Background": "1" } });
    if (answer.ok && !(await answer.json()).busy) {
      location.reload();
      return;
    }
  } catch {
    // the network is away: look again later
  }
  wait = Math.min(wait * 1.4, 15000);
  setTimeout(look, wait);
}

if (place) setTimeout(look, wait);
