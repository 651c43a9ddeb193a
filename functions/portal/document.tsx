import type { Child } from "hono/jsx";
import { assetUrl } from "./assets.ts";
import type { Visitor } from "./session.ts";
import type { Words } from "./words.ts";

const STYLES = ["page.css", "month.css", "lists.css", "rules.css", "docs.css"];

/** Chinese with its English beside it. */
export const Both = ({ zh, en }: Words) => (
  <>
    <span class="zh">{zh}</span>{" "}
    <span class="en" lang="en">
      {en}
    </span>
  </>
);

export interface DocumentProps {
  title: Words;
  visitor: Visitor | null;
  /** Seconds after which the browser asks again; only while something still moves. */
  refreshSeconds?: number | undefined;
  children: Child;
}

/** The frame of every page: head, masthead, main part and foot. */
export const Document = ({ title, visitor, refreshSeconds, children }: DocumentProps) => (
  <html lang="zh-CN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {refreshSeconds ? <meta http-equiv="refresh" content={String(refreshSeconds)} /> : null}
      <title>{`${title.zh} ${title.en} · 融合 Ronghe`}</title>
      {STYLES.map((name) => (
        <link rel="stylesheet" href={assetUrl(name)} />
      ))}
      <link rel="icon" type="image/svg+xml" href={assetUrl("seal.svg")} />
    </head>
    <body>
      <a class="skip" href="#content">
        <Both zh="跳到正文" en="Skip to content" />
      </a>
      <Masthead visitor={visitor} />
      <main id="content">{children}</main>
      <Foot />
    </body>
  </html>
);

const Masthead = ({ visitor }: { visitor: Visitor | null }) => (
  <header class="masthead">
    <a class="name" href="/">
      <img src={assetUrl("seal.svg")} alt="" width="36" height="36" />
      <span>
        <strong>融合</strong> <span lang="en">Ronghe</span>
        <small>
          <Both zh="产教融合型城市" en="Industry–education integration" />
        </small>
      </span>
    </a>
    <nav class="places" aria-label="页面 Pages">
      <a href="/rules">
        <Both zh="文件核对规则" en="File rules" />
      </a>
    </nav>
    {visitor ? <SignedIn visitor={visitor} /> : <SignIn />}
  </header>
);

const SignIn = () => (
  <nav class="session" aria-label="登录 Sign in">
    <a href="/login">
      <Both zh="登录" en="Sign in" />
    </a>
  </nav>
);

const SignedIn = ({ visitor }: { visitor: Visitor }) => (
  <form class="session" method="post" action="/logout">
    <span class="who">{visitor.sub}</span>
    <button type="submit">
      <Both zh="退出" en="Sign out" />
    </button>
  </form>
);

const Foot = () => (
  <footer class="foot">
    <p>
      <Both
        zh="本页数字全部取自公开接口，与接口答复一致；个人信息已作遮蔽。"
        en="Every figure here comes from the public API and equals its answer; personal data is masked."
      />
    </p>
    <p>
      <a href="/docs">
        <Both zh="接口与事件说明" en="API and events" />
      </a>
    </p>
  </footer>
);
