import { ORGANISATIONS, PERSONAS } from "./personas.ts";

const STYLE =
  "body{font:1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.4rem .8rem;margin:.2rem 0}input{font:inherit;padding:.35rem;width:14rem}form{margin:.2rem 0}";

/** The stage's sign-in page: whom do you want to be? */
export function signInPage(action: string): string {
  const personas = PERSONAS.map(
    ({ sub, name }) =>
      `<form method="post" action="${action}"><button name="sub" value="${sub}">${name}</button></form>`,
  );
  const organisations = ORGANISATIONS.map(
    ({ role, label, pattern }) =>
      `<form method="post" action="${action}"><input type="hidden" name="role" value="${role}"><label>${label}<br><input name="org" required pattern="${pattern}" autocomplete="off"></label> <button>登录 Sign in</button></form>`,
  );
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>本地登录 Local sign-in</title><style>${STYLE}</style></head><body><h1>本地登录 Local sign-in</h1><p>本地环境没有密码，请选择身份。<br><span lang="en">A local stage has no passwords: choose whom to be.</span></p>${personas.join("")}<hr>${organisations.join("")}</body></html>`;
}
