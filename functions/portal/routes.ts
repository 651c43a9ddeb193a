import * as z from "zod/mini";
import { defineRoutes } from "../../shared/values/route.ts";
import { period, text } from "../../shared/values/schemas.ts";

/** What a visitor types stays free text here: a page answers a wrong month with a page, not with a problem document. */
const word = z.optional(z.string().check(z.maxLength(2000)));

export const routes = defineRoutes({
  monthPage: {
    method: "GET",
    path: "/",
    summary: "一月总览 The month at a glance",
    access: "public",
    query: z.object({ period: word, refresh: word }),
    answers: { 200: null, 400: null, 503: null },
  },
  publicityPage: {
    method: "GET",
    path: "/publicity/{period}",
    summary: "公示名单 The publicity list",
    access: "public",
    params: z.object({ period }),
    query: z.object({ cursor: word }),
    answers: { 200: null, 404: null, 503: null },
  },
  objectionsPage: {
    method: "GET",
    path: "/objections/{period}",
    summary: "异议（登录后按角色显示） The month's objections, for whoever may read them",
    access: "public",
    params: z.object({ period }),
    query: z.object({ cursor: word }),
    answers: { 200: null, 303: null, 403: null, 503: null },
  },
  rulesPage: {
    method: "GET",
    path: "/rules",
    summary: "文件核对规则 The rules that files are held to",
    access: "public",
    answers: { 200: null, 503: null },
  },
  docsPage: {
    method: "GET",
    path: "/docs",
    summary: "接口与事件说明 The API and its events",
    access: "public",
    answers: { 200: null, 503: null },
  },
  asset: {
    method: "GET",
    path: "/assets/{name}",
    summary: "页面所用的样式与图形 Styles and images of the pages",
    access: "public",
    params: z.object({ name: text(60) }),
    answers: { 200: null, 404: null },
  },
  login: {
    method: "GET",
    path: "/login",
    summary: "前往统一身份认证 Go to the identity provider",
    access: "public",
    query: z.object({ next: word }),
    answers: { 303: null, 503: null },
  },
  callback: {
    method: "GET",
    path: "/callback",
    summary: "从统一身份认证返回 Come back from the identity provider",
    access: "public",
    query: z.object({ code: word, state: word, iss: word, error: word }),
    answers: { 303: null, 400: null },
  },
  logout: {
    method: "POST",
    path: "/logout",
    summary: "退出登录 Sign out",
    access: "public",
    answers: { 303: null },
  },
  download: {
    method: "GET",
    path: "/downloads/{period}/{name}",
    summary: "下载月度文件 Download a file of the month",
    access: "public",
    params: z.object({ period, name: text(60) }),
    answers: { 303: null, 403: null, 404: null, 503: null },
  },
});
