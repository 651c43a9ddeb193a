import { Both } from "./document.tsx";
import type { Words } from "./words.ts";

export interface NoticeProps {
  title: Words;
  text: Words;
  /** Where to go from here. */
  action?: { href: string; words: Words };
  /** A notice about the whole page is its heading. */
  page?: boolean;
}

/** Says what is not there and what can be done about it. */
export const Notice = ({ title, text, action, page }: NoticeProps) => (
  <div class={page ? "notice notice-page" : "notice"} role={page ? "alert" : undefined}>
    {page ? (
      <h1>
        <Both {...title} />
      </h1>
    ) : (
      <p class="notice-title">
        <Both {...title} />
      </p>
    )}
    <p class="notice-text">
      <Both {...text} />
    </p>
    {action ? (
      <p>
        <a href={action.href}>
          <Both {...action.words} />
        </a>
      </p>
    ) : null}
  </div>
);
