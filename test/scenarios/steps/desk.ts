import {
  type Application,
  type ApplicationDecision,
  applied,
  confirmed,
  decided,
  factsOf,
  withResults,
} from "../../../functions/subsidy/application/application.ts";
import type { ApplicationFacts, Result } from "../../../functions/subsidy/facts.ts";
import {
  type ClassForm,
  examineClass,
  examineResults,
  trainingsOf,
} from "../../../functions/subsidy/schemes/apprenticeship/form.ts";
import {
  type AwardForm,
  examineAward,
  invoicesOf,
} from "../../../functions/subsidy/schemes/base-award/form.ts";
import type { Finding } from "../../../functions/subsidy/schemes/scheme.ts";
import { Problem } from "../../../shared/values/problem.ts";

export type Form = ClassForm | AwardForm;
type Actor = { sub: string; at: Date };

/** The counter at which enterprises apply, in memory. Applications go by their title, people by their name. */
export class Desk {
  applications: Application[] = [];
  /** What was refused, in Chinese, and not yet spoken of. */
  refused: string | undefined;
  private readonly held = new Map<string, string>();

  apply(form: Form, by: Actor): void {
    this.attempt(() => {
      refuse(form.scheme === "apprenticeship" ? examineClass(form) : examineAward(form));
      const taken = supportsOf(form).find(({ id }) => this.held.has(id));
      if (taken) throw new Problem({ status: 409, code: "taken", ...taken });
      const placementIds = form.scheme === "apprenticeship" ? form.placementIds : [];
      const people = placementIds.map((placementId) => ({ placementId, personId: nameOf(placementId) }));
      const number = this.applications.length + 1;
      this.applications.push({ ...applied(form, people, number, by), id: form.title });
      for (const { id } of supportsOf(form)) this.held.set(id, form.title);
    });
  }

  decide(title: string, decision: ApplicationDecision, by: Actor): void {
    this.change(title, (application) => decided(application, decision, by));
    const { status, form } = this.find(title);
    if (status === "rejected") for (const { id } of supportsOf(form as Form)) this.held.delete(id);
  }

  postResults(title: string, people: Result[], by: Actor): void {
    this.change(title, (application) => {
      refuse(examineResults(application.form as ClassForm, people));
      return withResults(application, people, by);
    });
  }

  confirm(title: string, by: Actor): void {
    this.change(title, (application) => confirmed(application, by));
  }

  find(title: string): Application {
    const found = this.applications.find(({ id }) => id === title);
    if (!found) throw new Error(`Nobody applied for ${title}`);
    return found;
  }

  factsOf(title: string): ApplicationFacts {
    return factsOf(this.find(title), this.applications);
  }

  private change(title: string, next: (application: Application) => Application): void {
    const before = this.find(title);
    this.attempt(() => {
      const after = next(before);
      this.applications = this.applications.map((one) => (one === before ? after : one));
    });
  }

  private attempt(act: () => void): void {
    try {
      act();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.refused = cause.facts.zh;
    }
  }
}

/** `<class> 张三`: two classes of one enterprise have a placement each of the same person. */
const nameOf = (placementId: string): string => placementId.split(" ").at(-1) as string;

const supportsOf = (form: Form) => (form.scheme === "apprenticeship" ? trainingsOf(form) : invoicesOf(form));

function refuse([first]: readonly Finding[]): void {
  if (first) throw new Problem({ status: 422, ...first });
}
