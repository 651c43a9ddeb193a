import type { Dice } from "./prng.ts";

const SURNAMES = [
  ..."王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金",
];
const GIVEN = [
  ..."伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉萍红娥玲芬燕彬浩宇轩梓涵欣怡雨晨佳琪子豪俊博文思远嘉雪婷天佑鑫鹏飞龙凯旭阳晓梦瑶",
];
const COMPOUND = ["欧阳", "上官", "司马", "诸葛", "夏侯", "东方", "皇甫", "尉迟"];
/** 㛃 and 㛹 lie outside GBK: only the four-byte part of GB18030 has them. */
const SCARCE = [..."㛃䶮喆玥㛹昇堃燚"];

/** An ordinary name of two or three characters. Two people may well get the same one. */
export function ordinaryName(roll: Dice): string {
  const given = roll.pick(GIVEN) + (roll.oneIn(3) ? "" : roll.pick(GIVEN));
  return roll.pick(SURNAMES) + given;
}

/** A name that `ordinaryName` never gives, for the one intern of a firm who is known by name alone. */
export const unmistakableName = (number: number): string =>
  `${COMPOUND[number % COMPOUND.length]}${SCARCE[number % SCARCE.length]}`;

/** Regular workers who stand in the firm's clock but were never placed by a school. */
export const staffName = (number: number): string =>
  `郗${["建军", "国庆", "秀兰", "卫东", "桂花"][number % 5]}`;

export const MAJORS = [
  "机电一体化技术",
  "数控技术",
  "工业机器人技术",
  "汽车制造与试验技术",
  "电子商务",
  "护理",
  "果树生产技术",
];
export const POSTS = ["装配工", "数控操作", "质量检验", "设备维护", "仓储物流", "客户服务", "包装"];
