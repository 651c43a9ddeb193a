import type { Certification, City, Enterprise, Placement } from "./model.ts";

/** A certification applied for, and the officer's decision on it. */
export type CertificationRequest = {
  uscc: string;
  application: { kind: Certification["kind"]; evidence: string[] };
  decision: Omit<Certification, "kind">;
};

/** Request bodies in the field names of the API, in the order in which they have to be sent. */
export type Registrations = {
  schools: { code: string; name: string }[];
  units: { code: string; name: string; kind: "department" | "district" | "zone" }[];
  /** The last one's code fails its check digit: the registry sends it to `review`. */
  enterprises: ReturnType<typeof enterpriseBody>[];
  certifications: CertificationRequest[];
  /** 备案 of the firms whose shift reaches into the night; without it their interns' months are withheld. */
  filings: { uscc: string; body: ReturnType<typeof nightFiling> }[];
  placements: { key: string; body: ReturnType<typeof placementBody> }[];
  /** Send after the placements: `keep` and `other` are placement keys. */
  conflicts: { keep: string; other: string; reason: string }[];
};

/** Everything that has to be registered before the first attendance file of the city arrives. */
export function registrations(city: City): Registrations {
  return {
    schools: city.schools.map(({ code, name }) => ({ code, name })),
    units: [...city.districts, ...city.zones, ...city.departments].map(({ code, name, kind }) => ({
      code,
      name,
      kind,
    })),
    enterprises: city.enterprises.map(enterpriseBody),
    certifications: city.enterprises.flatMap(certificationsOf),
    filings: city.enterprises
      .filter(worksAtNight)
      .map(({ uscc }, index) => ({ uscc, body: nightFiling(index + 1) })),
    placements: city.placements.map((placement) => ({ key: placement.key, body: placementBody(placement) })),
    conflicts: [...city.conflicts],
  };
}

/** `POST /v1/enterprises`. */
const enterpriseBody = (enterprise: Enterprise) => ({
  uscc: enterprise.uscc,
  name: enterprise.name,
  districtCode: enterprise.districtCode,
  industryCode: enterprise.industryCode,
  aboveScale: enterprise.aboveScale,
  staff: enterprise.staff,
  contact: enterprise.contact,
  account: enterprise.account,
});

const worksAtNight = ({ shift: { from, to } }: Enterprise): boolean => to < from;

/** `POST /v1/enterprises/{uscc}/filings`. */
const nightFiling = (number: number) => ({
  kinds: ["night-shift"],
  documentNo: `三教备〔2026〕${number}号`,
  from: "2026-06-01",
  to: "2026-06-30",
});

/** `POST /v1/placements`. */
const placementBody = (placement: Placement) => ({
  scheme: "internship" as const,
  uscc: placement.uscc,
  schoolCode: placement.schoolCode,
  agreementNo: placement.agreementNo,
  start: placement.start,
  end: placement.end,
  post: placement.post,
  ...(placement.employeeNo ? { employeeNo: placement.employeeNo } : {}),
  student: placement.student,
  ...(placement.monthlyPayFen
    ? { pay: { monthlyFen: placement.monthlyPayFen, basis: "同岗位最低档工资的80%" } }
    : {}),
  insurance: placement.insurance,
});

/** `POST /v1/enterprises/{uscc}/certifications` and `POST /v1/certifications/{id}/decision`. */
function certificationsOf({ uscc, certifications }: Enterprise): CertificationRequest[] {
  return certifications.map(({ kind, decision, validFrom, validTo, documentNo, reason }) => ({
    uscc,
    application: { kind, evidence: ["实习单位考察评估报告.pdf", "安全生产情况说明.pdf"] },
    decision:
      decision === "approve"
        ? { decision, validFrom, validTo, documentNo, reason }
        : { decision, documentNo, reason },
  }));
}
