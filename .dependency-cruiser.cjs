/** The layer rules: what may import what. The order in which contexts may read each other is the order of this list. */
const CONTEXTS = ["registry", "placement", "attendance", "subsidy", "settlement", "assessment"];

/** The files that decide. They are given facts and answer facts: no AWS, no clock, no chance, no I/O. */
const DOMAIN = [
  "registry/(block|certification|enterprise)",
  "placement/(enrolment|placement)",
  "attendance/(files/.*|readers/.*|rules/.*|report/.*|template/.*|roster/(answers|headings|judge|shape|walk)|column-map|reading/(afterwards|cells|interpret|judge|match|places|rows)|sheets?|standing|upload|filing|notice|dispute)",
  "subsidy/(account|agreement|application/application|entitle|facts|in-force|shared-days|policy|reason|year-limits|schemes/.*|simulation/(cost|limits))",
  "settlement/booking/(allocate|claim|fund|payable|shares)",
  "settlement/ledger/(comparison|comparisons/.*)",
  "settlement/month/(checks|period|thresholds)",
  "settlement/paper/(about|columns|csv|form/.*|formulas|notes|packed|paper-line|settlement-sheets|tally)",
  "settlement/payment/(balance|bank-csv|bank-text|demand|file-names|instructed|message-id|pain-001|pain-002|payment|read-returns|reissued|whole-batch|xml)",
  "settlement/publicity/(duration|hold|objection)",
  "partners/(cloudevent|harmless|partner|reading)",
  "outbound/(subscription|delivery/(backlog|circuit|retry))",
  "assessment/(assess|decimal|fulfilment|indicator|rank|rules|score|target|told)",
].map((files) => `^functions/${files}\\.ts$`);

const readsRunOneWay = CONTEXTS.map((context, index) => ({
  name: `reads-run-one-way-${context}`,
  comment: "A context reads only those before it, and only through their queries.ts.",
  severity: "error",
  from: { path: `^functions/${context}/` },
  to: {
    path: "^functions/",
    pathNot: [
      `^functions/${context}/`,
      ...CONTEXTS.slice(0, index).map((earlier) => `^functions/${earlier}/queries\\.ts$`),
    ],
  },
}));

module.exports = {
  forbidden: [
    ...readsRunOneWay,
    {
      name: "only-stores-talk-to-dynamodb",
      severity: "error",
      from: { path: "^(functions|infra|events)/", pathNot: "^functions/[a-z]+/store\\.ts$|^infra/local/" },
      to: { path: "node_modules/@aws-sdk/(client-dynamodb|lib-dynamodb)" },
    },
    {
      name: "values-are-pure",
      severity: "error",
      from: { path: "^shared/values/" },
      to: { pathNot: "^shared/values/|node_modules/zod|^crypto$|^node:crypto$" },
    },
    {
      name: "domain-is-pure",
      comment: "Domain files import domain files and shared/values: no AWS, no clock, no I/O.",
      severity: "error",
      from: { path: DOMAIN },
      to: {
        path: "^(shared/runtime|events)/|/(store|queries)\\.ts$|node_modules/(@aws-sdk|@middy)|^(node:)?(fs|http|https|net|child_process)(/|$)",
      },
    },
    {
      name: "kernel-knows-no-context",
      severity: "error",
      from: { path: "^shared/" },
      to: { path: "^(functions|infra|test)/" },
    },
    {
      name: "events-know-values-only",
      severity: "error",
      from: { path: "^events/" },
      to: { pathNot: "^events/|^shared/values/|node_modules/zod" },
    },
    {
      name: "infra-imports-routes-and-events",
      severity: "error",
      from: { path: "^infra/" },
      to: { path: "^functions/", pathNot: "^functions/[a-z]+/routes\\.ts$" },
    },
    {
      name: "functions-never-import-infra",
      severity: "error",
      from: { path: "^functions/" },
      to: { path: "^(infra|test)/" },
    },
    {
      name: "outbound-reads-nobody",
      comment: "It tells what the facts say; whoever wants to know more asks the API by its own rights.",
      severity: "error",
      from: { path: "^functions/outbound/" },
      to: { path: "^functions/(?!outbound/)" },
    },
    {
      name: "portal-uses-the-api-alone",
      severity: "error",
      from: { path: "^functions/portal/" },
      to: { path: "^functions/(?!portal/)|^events/|^shared/runtime/(table|bus|queue|vault|commit)" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: { pathNot: "node_modules" },
      to: { circular: true, viaOnly: { pathNot: "node_modules", dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(hono|aws-lambda)" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.build|cdk\\.out|\\.local)/" },
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
    moduleSystems: ["es6", "cjs"],
  },
};
