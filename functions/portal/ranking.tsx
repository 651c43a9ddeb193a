import { BarChart } from "./chart.tsx";
import type { Place, Ranking as RankingData } from "./client.ts";
import { Both } from "./document.tsx";
import { Heading } from "./heading.tsx";
import { Notice } from "./notice.tsx";
import { clockText, scoreText } from "./words.ts";

/** The published ranking, group by group; equal scores share a rank. */
export const Ranking = ({ ranking }: { ranking: RankingData | null }) => (
  <section aria-labelledby="ranking">
    <h2 id="ranking">
      <Both zh="考核排名" en="Ranking" />
    </h2>
    {ranking ? <Published ranking={ranking} /> : <Unpublished />}
  </section>
);

const Published = ({ ranking }: { ranking: RankingData }) => (
  <>
    <p class="revision">
      <Both
        zh={`第 ${ranking.revision} 版，${clockText(ranking.publishedAt)} 公布。`}
        en={`Revision ${ranking.revision}, published ${clockText(ranking.publishedAt)}.`}
      />
    </p>
    {[...Map.groupBy(ranking.items, ({ group }) => group)].map(([group, places]) => (
      <RankedGroup group={group} places={places} />
    ))}
  </>
);

const RankedGroup = ({ group, places }: { group: string; places: Place[] }) => (
  <article class="group" aria-label={group}>
    <h3>{group}</h3>
    <div class="group-body">
      <div class="scroller">
        <table>
          <caption>
            <Both zh={`${group}排名`} en="Ranking of the group" />
          </caption>
          <thead>
            <tr>
              <Heading zh="名次" en="Rank" />
              <Heading zh="单位" en="Unit" />
              <Heading zh="得分" en="Score" number />
              <Heading zh="等次" en="Grade" />
              <Heading zh="较上月" en="Change" number />
            </tr>
          </thead>
          <tbody>
            {places.map((place) => (
              <PlaceRow place={place} />
            ))}
          </tbody>
        </table>
      </div>
      <BarChart group={group} places={places} />
    </div>
  </article>
);

const PlaceRow = ({ place }: { place: Place }) => (
  <tr data-unit={place.unitId}>
    <td class="rank">{place.rank}</td>
    <th scope="row">{place.name}</th>
    <td class="number">{scoreText(place.total)}</td>
    <td class="grade">
      {place.grade}
      {place.vetoed ? <Veto /> : null}
    </td>
    <td class="number">
      <Change place={place} />
    </td>
  </tr>
);

const Veto = () => (
  <small class="veto">
    <Both zh="一票否决" en="veto" />
  </small>
);

/** Places won or lost since the month before; spelled out for those who hear the page. */
const Change = ({ place: { rank, previous } }: { place: Place }) => {
  if (!previous) return <span class="change">—</span>;
  const won = previous.rank - rank;
  if (won === 0)
    return (
      <span class="change">
        持平 <span lang="en">same</span>
      </span>
    );
  const spoken = won > 0 ? `上升 ${won} 位 up ${won}` : `下降 ${-won} 位 down ${-won}`;
  return (
    <span class={won > 0 ? "change change-up" : "change change-down"}>
      <span aria-hidden="true">{won > 0 ? `▲ ${won}` : `▼ ${-won}`}</span>
      <span class="spoken">{spoken}</span>
    </span>
  );
};

const Unpublished = () => (
  <Notice
    title={{ zh: "本月排名尚未公布", en: "The ranking of this month is not published yet" }}
    text={{
      zh: "考核每月十五日计分，经领导小组公布后在此显示。",
      en: "Scores are worked out on the fifteenth; they stand here once the leading group has published them.",
    }}
  />
);
