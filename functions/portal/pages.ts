import { systemClock } from "../../shared/runtime/clock.ts";
import { answer, type HttpEvent, httpApi, seeOther } from "../../shared/runtime/http.ts";
import { isPeriod, periodOf, shanghaiDate } from "../../shared/values/period.ts";
import { notFound } from "../../shared/values/problem.ts";
import { findAsset } from "./assets.ts";
import {
  locateFile,
  readDescriptions,
  readObjections,
  readOverview,
  readPublicity,
  readRanking,
  readRules,
} from "./client.ts";
import { DocsPage } from "./docs.tsx";
import { html } from "./html.ts";
import {
  noSuchFile,
  notAMonth,
  notForReading,
  notForYou,
  notPublished,
  orUnavailable,
  signInFailed,
} from "./notices.tsx";
import { ObjectionsPage } from "./objections.tsx";
import { MonthPage } from "./page.tsx";
import { PublicityPage } from "./publicity.tsx";
import { eventsOf, operationsOf } from "./reference.ts";
import { routes } from "./routes.ts";
import { RulesPage } from "./rules.tsx";
import { beginSignIn, endSignIn, signOut, visitorOf } from "./session.ts";

const FOR_GOOD = "public, max-age=31536000, immutable";

const api = httpApi(routes, {
  monthPage: async ({ query, headers }) => {
    const visitor = visitorOf(headers);
    if (query.period !== undefined && !isPeriod(query.period)) return notAMonth(visitor);
    return orUnavailable(visitor, async () => {
      const overview = await readOverview(query.period);
      const ranking = await readRanking(overview.period);
      const currentPeriod = periodOf(shanghaiDate(systemClock.now()));
      return html(
        200,
        MonthPage({ overview, ranking, visitor, currentPeriod, paused: query.refresh === "off" }),
      );
    });
  },

  publicityPage: async ({ params: { period }, query, headers }) => {
    const visitor = visitorOf(headers);
    return orUnavailable(visitor, async () => {
      const list = await readPublicity(period, query.cursor);
      return list ? html(200, PublicityPage({ period, list, visitor })) : notPublished(visitor);
    });
  },

  objectionsPage: async ({ params: { period }, query, headers }) => {
    const visitor = visitorOf(headers);
    const signIn = signInFor(`/objections/${period}`);
    if (!visitor) return signIn;
    return orUnavailable(visitor, async () => {
      const list = await readObjections(period, query.cursor, visitor.token);
      if ("items" in list) return html(200, ObjectionsPage({ period, list, visitor }));
      return list.status === 401 ? signIn : notForReading(visitor);
    });
  },

  rulesPage: async ({ headers }) => {
    const visitor = visitorOf(headers);
    return orUnavailable(visitor, async () => html(200, RulesPage({ rules: await readRules(), visitor })));
  },

  docsPage: async ({ headers }) => {
    const visitor = visitorOf(headers);
    return orUnavailable(visitor, async () => {
      const { openApi, asyncApi } = await readDescriptions();
      const told = { operations: operationsOf(openApi), events: eventsOf(asyncApi) };
      return html(200, DocsPage({ ...told, visitor }));
    });
  },

  asset: async ({ params }) => {
    const asset = findAsset(params.name);
    if (!asset) throw notFound("没有此文件", "There is no such file");
    return {
      status: 200,
      body: asset.content,
      headers: { "content-type": asset.type, "cache-control": FOR_GOOD },
    };
  },

  login: async ({ query, headers }) =>
    orUnavailable(null, async () => {
      const { location, cookies } = await beginSignIn(headers, query.next);
      return { ...seeOther(location), cookies };
    }),

  callback: async ({ query, headers }) => {
    const ended = await endSignIn(headers, query);
    return ended ? { ...seeOther(ended.location), cookies: ended.cookies } : signInFailed(visitorOf(headers));
  },

  logout: async ({ headers }) => ({ ...answer(303), headers: { location: "/" }, cookies: signOut(headers) }),

  download: async ({ params: { period, name }, headers }) => {
    const visitor = visitorOf(headers);
    const signIn = signInFor(`/downloads/${period}/${name}`);
    if (!visitor) return signIn;
    return orUnavailable(visitor, async () => {
      const found = await locateFile(period, name, visitor.token);
      if ("location" in found) return seeOther(found.location);
      if (found.status === 401) return signIn;
      return found.status === 403 ? notForYou(visitor) : noSuchFile(visitor);
    });
  },
});

/** To the provider, and from there to where the visitor wanted to go. */
const signInFor = (path: string) => seeOther(`/login?next=${encodeURIComponent(path)}`);

/** The gateway keeps cookies apart from the headers they came in; the pages read them as a header again. */
export const handler = (event: HttpEvent, context: unknown) =>
  api({ ...event, headers: { ...event.headers, ...cookieHeader(event) } }, context);

const cookieHeader = ({ cookies }: HttpEvent) => (cookies ? { cookie: cookies.join("; ") } : {});
