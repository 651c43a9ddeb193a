/** The assessed units of the city and its schools. */
export type Unit = { code: string; name: string; kind: "district" | "zone" | "department" };
export type School = { code: string; name: string };

/** Units are ranked within their group; the name is what people read. */
export const GROUPS = {
  places: "县区和功能区 Districts and zones",
  departments: "市直部门 Departments",
} as const;

/** Counties and districts go by their GB/T 2260 code; functional zones have none and go by an own code. */
export const DISTRICTS: readonly Unit[] = [
  { code: "411202", name: "湖滨区", kind: "district" },
  { code: "411203", name: "陕州区", kind: "district" },
  { code: "411221", name: "渑池县", kind: "district" },
  { code: "411224", name: "卢氏县", kind: "district" },
];

export const ZONES: readonly Unit[] = [
  { code: "SMX-EDZ", name: "经济开发区", kind: "zone" },
  { code: "SMX-DEMO", name: "城乡一体化示范区", kind: "zone" },
];

export const DEPARTMENTS: readonly Unit[] = [
  { code: "SMX-FGW", name: "市发展和改革委员会", kind: "department" },
  { code: "SMX-JYJ", name: "市教育局", kind: "department" },
  { code: "SMX-RSJ", name: "市人力资源和社会保障局", kind: "department" },
  { code: "SMX-CZJ", name: "市财政局", kind: "department" },
  { code: "SMX-GXJ", name: "市工业和信息化局", kind: "department" },
  { code: "SMX-KJJ", name: "市科学技术局", kind: "department" },
];

export const SCHOOLS: readonly School[] = [
  { code: "S001", name: "崤函职业技术学院" },
  { code: "S002", name: "崤函技师学院" },
  { code: "S003", name: "召公中等专业学校" },
  { code: "S004", name: "仰韶职业中等专业学校" },
  { code: "S005", name: "洛水职业中等专业学校" },
];
