"""Who asks for a figure. Pure."""

from hotline.reports.rules.figures import Bilingual

S4 = Bilingual("DB330503/T 02.3—2018 服务质量指标", "DB330503/T 02.3—2018, figures of service quality")
GB = Bilingual("GB/T 33358 政府热线服务评价", "GB/T 33358, evaluation of government hotlines")
GUOBANFA = Bilingual("国办发〔2020〕53号", "State Council General Office, circular 53 of 2020")
TIANJIN = Bilingual("天津市人民政府令第39号（2025）", "Tianjin order 39 of 2025")
CITY = Bilingual("城市热线服务合同公开指标", "published service contracts of city hotlines")
OWN = Bilingual("本系统", "Tingsu's own")
