"""Which word of a whole name is the surname, where another order than the usual one is certain."""

from leadfold.normalise import text

#: Vietnamese surnames that are seldom given names, folded, and words of Vietnamese given names.
_SURNAMES = frozenset(
    (
        "nguyen tran pham huynh hoang phan vu vo dang bui ngo duong dinh trinh truong luong le "
        "doan trieu luu ta cao dao do ho"
    ).split()
)
_GIVEN = frozenset(
    (
        "an anh bac bach bao bich binh cam can canh cat chau chi chien chinh chung cong cuc cuong "
        "dai dan dat diem diep dieu dinh do doan dong duc dung duong duy gia giang giao ha hai han "
        "hang hanh hao hau hien hiep hieu hinh hoa hoai hoan hoang hong hop hue hung huong huu huy "
        "huyen khai khang khanh khoa khoi khue khuyen kien kieu kim ky lam lan lanh lien linh loan "
        "loc loi long luan luong ly mai man manh mi minh my nam nga ngan nghi nghia ngoc nguyet "
        "nha nhan nhat nhi nhu nhung nhut nu oanh phat phi phong phu phuc phung phuoc phuong quan "
        "quang que quoc quy quyen quynh sang sen sinh son tai tam tan tao thach thai tham thang "
        "thanh thao the thi thien thinh tho thoa thong thu thuan thuc thuong thuy tien tin tinh to "
        "toan tra tram trang tri trieu trinh trong truc trung truong tu tuan tue tung tuong tuyen "
        "tuyet uyen van vi viet vinh vu vuong vy xuan y yen"
    ).split()
)
#: Chinese and Korean surnames of one sign, most common first, and Chinese ones of two.
_ONE_SIGN = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭"
    "曾肖蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付"
    "方白邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯"
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공"
)
_TWO_SIGNS = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 东方 東方 皇甫 令狐 慕容 尉迟 남궁 황보 제갈".split()
)
_EAST_ASIAN = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7af"))
_LONGEST_GIVEN = 2


def is_van_given(word: str) -> bool:
    """Tell whether ``Van`` before a word is a Vietnamese given name, and no particle."""
    key = text.fold(word)
    return key in _SURNAMES or key in _GIVEN or len(key) == 1


def surname_leads(words: list[str]) -> bool:
    """Tell whether the first of several words is the surname: Vietnamese, or in signs of East Asia.

    >>> surname_leads("Nguyễn Thị Minh Khai".split()), surname_leads("Minh Nguyen".split())
    (True, False)
    """
    first = words[0]
    if first[0] >= "\u3040":
        return all(_is_east_asian(word) for word in words)
    key = text.fold(first)
    if key not in _SURNAMES:
        return False
    rest = [text.fold(word) for word in words[1:]]
    return all(word in _GIVEN for word in rest) and (rest[-1] not in _SURNAMES or len(rest) > 1)


def split_signs(word: str) -> list[str]:
    """Return a Chinese or Korean name in one word as its parts, surname first; other words alone.

    >>> split_signs("邓小平"), split_signs("Ola")
    (['邓', '小平'], ['Ola'])
    """
    if word[0] < "\u3400" or not _is_east_asian(word):
        return [word]
    for size, known in ((2, _TWO_SIGNS), (1, _ONE_SIGN)):
        if word[:size] in known and 0 < len(word) - size <= _LONGEST_GIVEN:
            return [word[:size], word[size:]]
    return [word]


def _is_east_asian(word: str) -> bool:
    return all(any(low <= sign <= high for low, high in _EAST_ASIAN) for sign in word)
